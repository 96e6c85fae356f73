"""What is kept on disk: the project file, its migrations, and the way files are written."""
