"""Archives of many gateways: what is in them, read in parallel into a store of Parquet files, and the report over the fleet."""
