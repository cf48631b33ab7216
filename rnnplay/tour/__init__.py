"""The guided tour: its cards as data, and the overlay that shows them."""
