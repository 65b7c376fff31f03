namespace HfEndpoints.Emulator.Models;

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

    private static string Aggregator(string query, bool anyRowNamed, bool isNumeric)
    {
        if (Asks(query, "average", "mean"))
        {
            return "AVERAGE";
        }

        if (Asks(query, "total", "sum", "altogether", "combined"))
        {
            return "SUM";
        }

        // "How many stars does X have" reads a cell, "how many repositories are there" counts rows.
        return Asks(query, "count", "how many", "number of") && !(anyRowNamed && isNumeric) ? "COUNT" : TableAnswer.None;
    }

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

    private static bool Asks(string query, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (query.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNumeric(DataTable table, int column) => table.Rows.All(row => Parse(row[column]) is not null);
    private static double Number(DataTable table, int row, int column) => Parse(table.Rows[row][column]) ?? 0;

    private static double? Parse(string cell) =>
        double.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out double value) ? value : null;
}
