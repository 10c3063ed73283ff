"""What the flow wants done, by subject: asks the server, prints, keeps."""
