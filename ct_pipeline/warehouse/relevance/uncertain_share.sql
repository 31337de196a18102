SELECT
    count(*) FILTER (WHERE grades.is_uncertain) AS uncertain_count,
    count(*) AS dispatch_count
FROM news.dispatch_grades AS grades
WHERE grades.relevance_grade > 0 OR grades.is_uncertain;
