"""Pictures of what stands on a page, saved as SVG and PNG."""
