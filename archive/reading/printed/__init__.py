"""What is laid out for print: PDF and OFD, by the places of characters and rules."""
