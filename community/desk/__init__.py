"""The provider's desk: queues, tickets and the promises made about them."""
