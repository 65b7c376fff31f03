namespace HfEndpoints.Emulator.Models;

/// <summary>A table of text cells, all columns of the same length.</summary>
internal sealed record DataTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>The cells that answer a question, and what is to be done with them: NONE, SUM, AVERAGE or COUNT.</summary>
internal sealed record TableAnswer(IReadOnlyList<(int Row, int Column)> Coordinates, IReadOnlyList<string> Cells, string Aggregator)
{
    public const string None = "NONE";
}

/// <summary>
/// Answers questions about a table: the column and the rows are those the question names, words like "total" or "how many" ask to
/// aggregate.
/// </summary>
internal static class TableFinder
{
    public static TableAnswer Find(DataTable table, string query)
    {
        string[] words = [.. WordSplitter.Words(query).Select(WordSplitter.Stem)];
        string lower = query.ToLowerInvariant();
        bool[] named = [.. table.Rows.Select(row => row.Any(cell => IsNamed(cell, words)))];
        int? asked = Column(table, words);
        string aggregator = Aggregator(lower, anyRowNamed: named.Any(flag => flag), asked is int column && IsNumeric(table, column));
        int answer = Compares(lower) && asked is int compared && IsNumeric(table, compared) && !named.Any(flag => flag)
            ? FirstText(table)
            : asked ?? (named.Any(flag => flag) ? FirstOther(table, words) : 0);
        int[] rows = Rows(table, named, asked, lower);
        (int, int)[] places = [.. rows.Select(row => (row, answer))];
        return new TableAnswer(places, [.. rows.Select(row => table.Rows[row][answer])], aggregator);
    }

    private static int[] Rows(DataTable table, bool[] named, int? asked, string query)
    {
        int[] all = [.. Enumerable.Range(0, table.Rows.Count)];
        if (named.Any(flag => flag))
        {
            return [.. all.Where(row => named[row])];
        }

        bool most = AsksMost(query);
        int[] numeric = [.. Enumerable.Range(0, table.Columns.Count).Where(column => IsNumeric(table, column))];
        if (Compares(query) && numeric.Length > 0)
        {
            // "Which has the most stars" names the column to compare; the answer is in the column that names the rows.
            int compared = asked is int column && numeric.Contains(column) ? column : numeric[0];
            return [most ? all.MaxBy(row => Number(table, row, compared)) : all.MinBy(row => Number(table, row, compared))];
        }

        return all;
    }

    private static bool Compares(string query) =>
        AsksMost(query) || Asks(query, "least", "fewest", "lowest", "smallest", "minimum", "youngest");

    private static bool AsksMost(string query) => Asks(query, "most", "highest", "largest", "maximum", "biggest", "oldest");

    private static string Aggregator(string query, bool anyRowNamed, bool isNumeric) =>
        Asks(query, "average", "mean") ? "AVERAGE"
        : Asks(query, "total", "sum", "altogether", "combined") ? "SUM"
        // "How many stars does X have" reads a cell, "how many repositories are there" counts rows.
        : Asks(query, "count", "how many", "number of") && !(anyRowNamed && isNumeric) ? "COUNT"
        : TableAnswer.None;

    private static int? Column(DataTable table, string[] words)
    {
        (int Index, int Hits) best = (-1, 0);
        for (int i = 0; i < table.Columns.Count; i++)
        {
            int hits = WordSplitter.Words(table.Columns[i]).Count(word => words.Contains(WordSplitter.Stem(word)));
            if (hits > best.Hits || (hits == best.Hits && hits > 0 && IsNumeric(table, i) && !IsNumeric(table, best.Index)))
            {
                best = (i, hits);
            }
        }

        return best.Hits > 0 ? best.Index : null;
    }

    private static int FirstText(DataTable table) =>
        Math.Max(0, Enumerable.Range(0, table.Columns.Count).FirstOrDefault(column => !IsNumeric(table, column), -1));

    private static int FirstOther(DataTable table, string[] words)
    {
        int column = Enumerable.Range(0, table.Columns.Count)
            .FirstOrDefault(index => !table.Rows.Any(row => IsNamed(row[index], words)), -1);
        return Math.Max(0, column);
    }

    private static bool IsNamed(string cell, string[] words)
    {
        string[] parts = [.. WordSplitter.Words(cell).Select(WordSplitter.Stem)];
        return parts.Length > 0 && parts.All(words.Contains);
    }

    private static bool Asks(string query, params string[] words) => words.Any(word => query.Contains(word, StringComparison.Ordinal));

    private static bool IsNumeric(DataTable table, int column) => table.Rows.All(row => Parse(row[column]) is not null);
    private static double Number(DataTable table, int row, int column) => Parse(table.Rows[row][column]) ?? 0;

    public static double? Parse(string cell) =>
        double.TryParse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double value)
            ? value
            : null;
}

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
            double[] values = [.. table.Rows.Select(row => TableFinder.Parse(row[i])).OfType<double>()];
            if (values.Length > 0 && values.Length == table.Rows.Count)
            {
                yield return (table.Columns[i], values);
            }
        }
    }
}
