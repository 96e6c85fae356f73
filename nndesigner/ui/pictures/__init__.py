"""Pictures of the network: PNG, SVG and PDF, for files and for the clipboard."""
