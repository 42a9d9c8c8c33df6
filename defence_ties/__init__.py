"""Defence Ties: a public, sourced record of defence ties between countries."""
