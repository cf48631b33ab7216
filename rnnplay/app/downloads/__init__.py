"""Downloads of drawings and charts of a page, as SVG and PNG."""
