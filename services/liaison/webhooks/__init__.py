"""Messages to systems outside that ordered them."""
