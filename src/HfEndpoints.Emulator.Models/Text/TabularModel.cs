namespace HfEndpoints.Emulator.Models;

/// <summary>Predicts from the columns of a table that have numbers.</summary>
internal static class TabularModel
{
    private const double Band = 0.5;

    /// <summary>A number for each row: a weighted sum of its cells, where a column's name decides its weight, from 0.1 to 1.</summary>
    public static IReadOnlyList<double> Regress(DataTable table)
    {
        (double Weight, double[] Values)[] columns = [.. Numeric(table).Select(column =>
            (0.1 + (StableHash.Compute(0, column.Name) % 901 / 1000.0), column.Values))];
        return [.. Enumerable.Range(0, table.Rows.Count).Select(row =>
            Math.Round(columns.Sum(column => column.Weight * column.Values[row]), 6))];
    }

    /// <summary>A class for each row: 0 when its cells are mostly below the table's means, 2 when above, else 1.</summary>
    public static IReadOnlyList<int> Classify(DataTable table)
    {
        double[][] scores = [.. Numeric(table).Select(column => Standardize(column.Values))];
        return [.. Enumerable.Range(0, table.Rows.Count).Select(row =>
            Class(scores.Length == 0 ? 0 : scores.Average(column => column[row])))];
    }

    private static int Class(double score) => score < -Band ? 0 : score > Band ? 2 : 1;

    private static double[] Standardize(double[] values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return [.. values.Select(value => deviation > 0 ? (value - mean) / deviation : 0)];
    }

    private static IEnumerable<(string Name, double[] Values)> Numeric(DataTable table)
    {
        for (int i = 0; i < table.Columns.Count; i++)
        {
            double?[] values = [.. table.Rows.Select(row =>
                    double.TryParse(row[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : (double?)null)];
            if (values.Length > 0 && values.All(value => value is not null))
            {
                yield return (table.Columns[i], [.. values.Select(value => value!.Value)]);
            }
        }
    }
}
