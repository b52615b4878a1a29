"""What a text mentions: documents, officials, places."""
