"""What is written to be read by others: family and network, social reports, the dossier; and notes of one’s own."""
