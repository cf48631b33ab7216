"""What the pages share: frame, navigation, controls, live parts, charts, presentation, downloads, address."""
