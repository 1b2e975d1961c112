-- wrk sends the same DELETE all the time: no database, no keys, the limit of the wire.
wrk.method = "DELETE"
wrk.headers["api-key"] = "bench"
