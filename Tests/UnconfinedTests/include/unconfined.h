// What is linked with this needs nothing of it.
