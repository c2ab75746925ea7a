"""The forms in which people are told: words in two languages, mails, pushes."""
