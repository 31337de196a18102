-- Edges found elsewhere.
SELECT * FROM read_parquet('{{ results }}/edges/*.parquet')
