"""The parts that pages share: frame, navigation, controls, charts, presentation, downloads, address."""
