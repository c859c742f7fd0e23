"""Archives of many gateways: many inputs read by many processes into one store."""
