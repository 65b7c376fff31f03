namespace HfEndpoints.Emulator.Models;

/// <summary>
/// Answers a question with a piece of a text: looks for the sentence that shares most words with the question, and in it for the
/// words that the question does not have, near those it has, and of the kind it asks for.
/// </summary>
internal static class AnswerFinder
{
    private const double KindBonus = 1.2;
    private const double NeighbourFloor = 0.05;
    private static readonly HashSet<string> s_places = new(StringComparer.OrdinalIgnoreCase) { "in", "at", "from", "to", "near", "on" };
    private static readonly HashSet<string> s_months = new(StringComparer.OrdinalIgnoreCase)
    {
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "tomorrow",
    };

    /// <summary>All candidates, the best first; their scores sum to at most 1.</summary>
    public static IReadOnlyList<FoundAnswer> Find(string question, string context, int maxWords)
    {
        HashSet<string> asked = [.. TextSpans.Words(question).Select(word => Key(word.Text))];
        HashSet<string> telling =
        [
            .. TextSpans.Words(question).Where(word => !FunctionWords.Contains(word.Text)).Select(word => Key(word.Text)),
        ];
        QuestionKind kind = Kind(question);
        IReadOnlyList<TextSpan> words = TextSpans.Words(context);
        var weighed = new List<(TextSpan Span, double Weight)>();
        foreach (TextSpan sentence in TextSpans.Sentences(context))
        {
            TextSpan[] inside = [.. words.Where(word => word.Start >= sentence.Start && word.End <= sentence.End)];
            int[] matches = [.. Enumerable.Range(0, inside.Length).Where(index => telling.Contains(Key(inside[index].Text)))];
            double share =
                (matches.Select(index => Key(inside[index].Text)).Distinct().Count() + NeighbourFloor) / (telling.Count + NeighbourFloor);
            foreach ((int first, int last) in Runs(inside, asked))
            {
                int end = Math.Min(last, first + maxWords - 1);
                double near = matches.Sum(match => 1.0 / (1 + Distance(match, first, end))) + NeighbourFloor;
                double fit = Fits(kind, inside, first, end) ? KindBonus : 0;
                weighed.Add((TextSpans.Join(context, inside[first], inside[end]), share * share * (near + fit)));
            }
        }

        double sum = weighed.Sum(entry => entry.Weight) + NeighbourFloor;
        return [.. weighed.OrderByDescending(entry => entry.Weight).Select(entry => new FoundAnswer(entry.Span, entry.Weight / sum))];
    }

    private static string Key(string word)
    {
        string lower = word.ToLowerInvariant();
        return WordSplitter.Stem(lower.EndsWith("'s", StringComparison.Ordinal) ? lower[..^2] : lower);
    }

    /// <summary>Runs of words that are not in the question; a function word stays only between two capitalised words.</summary>
    private static IEnumerable<(int First, int Last)> Runs(TextSpan[] words, HashSet<string> asked)
    {
        int first = -1;
        for (int i = 0; i <= words.Length; i++)
        {
            bool inside = i < words.Length && IsPart(words, i, asked);
            if (inside && first < 0)
            {
                first = i;
            }
            else if (!inside && first >= 0)
            {
                yield return (first, i - 1);
                first = -1;
            }
        }
    }

    private static bool IsPart(TextSpan[] words, int index, HashSet<string> asked)
    {
        if (asked.Contains(Key(words[index].Text)))
        {
            return false;
        }

        bool between =
            index > 0 && index < words.Length - 1 && char.IsUpper(words[index - 1].Text[0]) && char.IsUpper(words[index + 1].Text[0]);
        return !FunctionWords.Contains(words[index].Text) || (between && words[index].Text is "of" or "the");
    }

    private static int Distance(int match, int first, int last) => match < first ? first - match : match - last;

    private static bool Fits(QuestionKind kind, TextSpan[] words, int first, int last)
    {
        IEnumerable<TextSpan> run = words[first..(last + 1)];
        return kind switch
        {
            QuestionKind.Person => run.Any(word => char.IsUpper(word.Text[0])),
            QuestionKind.Place => first > 0 && s_places.Contains(words[first - 1].Text),
            QuestionKind.Time => run.Any(word => s_months.Contains(word.Text) || (word.Text.Length == 4 && word.Text.All(char.IsDigit))),
            QuestionKind.Number => run.Any(word => char.IsDigit(word.Text[0])),
            _ => false,
        };
    }

    private static QuestionKind Kind(string question)
    {
        string[] words = [.. WordSplitter.Words(question)];
        return words switch
        {
            _ when words.Contains("who") || words.Contains("whom") || words.Contains("whose") => QuestionKind.Person,
            _ when words.Contains("where") => QuestionKind.Place,
            _ when words.Contains("when") || words.Contains("year") => QuestionKind.Time,
            _ when words.Contains("how") && words.Any(word => word is "many" or "much" or "tall" or "high" or "old" or "long" or "far") =>
                QuestionKind.Number,
            _ => QuestionKind.Thing,
        };
    }

    private enum QuestionKind
    {
        Thing,
        Person,
        Place,
        Time,
        Number,
    }
}

internal sealed record FoundAnswer(TextSpan Span, double Score);
