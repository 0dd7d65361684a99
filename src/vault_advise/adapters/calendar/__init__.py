"""Calendar files (RFC 5545): invitations read, the agenda written. The library is imported late."""
