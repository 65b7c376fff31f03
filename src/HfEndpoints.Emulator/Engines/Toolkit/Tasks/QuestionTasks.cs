namespace HfEndpoints.Emulator;

/// <summary>The tasks that answer questions about a document, a text or a picture.</summary>
internal static class QuestionTasks
{
    private const int DefaultMaxWords = 15;
    private const double ImpossibleBelow = 0.05;
    private const double Sure = 0.95;

    /// <summary>
    /// Answers questions about a document. It does not read pixels: the document's words are those of word_boxes, else the texts that
    /// a PNG file carries, else the picture's description. Start and end count words, the end inside, as the pipeline does.
    /// </summary>
    public static object AskDocument(ToolkitInput input)
    {
        JsonObject? fields = input.Inputs as JsonObject;
        string question = ToolkitInput.Text(fields?["question"] ?? input.Body["question"]);
        var view = new ImageView(input.Image(input.Inputs));
        string text = string.Join(' ', Words(input.Parameters["word_boxes"] ?? fields?["word_boxes"], view));
        IReadOnlyList<TextSpan> words = ToyModels.FindWords(text);
        int longest = input.Parameters.Positive("max_answer_len") ?? DefaultMaxWords;
        IEnumerable<FoundAnswer> answers = ToyModels.FindAnswers(question, text, longest).Take(input.Parameters.Positive("top_k") ?? 1);
        return answers.Select(answer => new
        {
            score = answer.Score,
            answer = answer.Span.Text,
            start = words.Count(word => word.End <= answer.Span.Start),
            end = words.Count(word => word.Start < answer.Span.End) - 1,
        });
    }

    /// <summary>The words of pairs of a word and its box, or of a list where words and boxes alternate.</summary>
    private static IEnumerable<string> Words(JsonNode? boxes, ImageView view)
    {
        if (boxes is not JsonArray list)
        {
            return view.Texts.Count > 0 ? view.Texts : [view.Describe()];
        }

        JsonNode?[] words = [.. list.Select(item => item is JsonArray { Count: 2 } pair ? pair[0] : item).Where(item =>
            item is not JsonArray)];
        return words.Select(ToolkitInput.Text);
    }

    /// <summary>Answers a question with a piece of a text, and says where that is.</summary>
    public static object AskText(ToolkitInput input)
    {
        JsonObject inputs = input.Inputs as JsonObject
            ?? throw new ToolkitException(
                $"inputs must be a dict, but a `<class '{PythonText.TypeOf(input.Inputs)}'>` was provided instead.");
        Refuse.If(!inputs.ContainsKey("question") || !inputs.ContainsKey("context"), () => new ToolkitException(
                "question-answering expects `inputs` to be a dict containing both `question` and `context` as the keys, both of them "
                    + "being either a `str` or a `List[str]`."));
        if (inputs["question"] is JsonArray questions)
        {
            JsonArray? contexts = inputs["context"] as JsonArray;
            return contexts is null || contexts.Count == questions.Count
                ? questions.Select((question, index) => Answer(
                    input.Parameters, question, contexts is null ? inputs["context"] : contexts[index])).ToArray()
                : throw new ToolkitException("Questions and contexts don't have the same lengths");
        }

        return Answer(input.Parameters, inputs["question"], inputs["context"]);
    }

    private static object Answer(RequestParameters parameters, JsonNode? question, JsonNode? context)
    {
        string text = ToolkitInput.Text(context);
        Refuse.If(ToolkitInput.Text(question).Length == 0, () => new ToolkitException("`question` cannot be empty"));
        Refuse.If(text.Length == 0, () => new ToolkitException("`context` cannot be empty"));
        int top = (parameters.Integer("top_k") ?? parameters.Integer("topk")) is int given
            ? given >= 1 ? given : throw new ToolkitException($"top_k parameter should be >= 1 (got {given})")
            : 1;
        int longest = parameters.Integer("max_answer_len") is int max
            ? max >= 1 ? max : throw new ToolkitException($"max_answer_len parameter should be >= 1 (got {max})")
            : DefaultMaxWords;
        IEnumerable<FoundAnswer> found = ToyModels.FindAnswers(ToolkitInput.Text(question), text, longest);
        if (parameters.Flag("handle_impossible_answer") == true && !found.Any(answer => answer.Score >= ImpossibleBelow))
        {
            found = [new FoundAnswer(new TextSpan("", 0, 0), 1 - found.Sum(answer => answer.Score))];
        }

        object[] answers = [.. found.Take(top).Select(ToJson)];
        return answers.Length == 0 ? ToJson(new FoundAnswer(new TextSpan("", 0, 0), 0)) : top == 1 ? answers[0] : answers;
    }

    private static object ToJson(FoundAnswer answer) =>
        new { score = answer.Score, start = answer.Span.Start, end = answer.Span.End, answer = answer.Span.Text };

    /// <summary>Answers questions about a picture's colours, areas and size.</summary>
    public static object AskPicture(ToolkitInput input)
    {
        // The hub's clients put the question beside the inputs.
        string question = ToolkitInput.Text((input.Inputs as JsonObject)?["question"] ?? input.Body["question"]);
        var view = new ImageView(input.Image(input.Inputs));
        IEnumerable<LabelScore> answers = Look(view, question).Take(input.Parameters.Positive("top_k") ?? ScoreJson.DefaultTop);
        return answers.Select(answer => new { score = answer.Score, answer = answer.Label });
    }

    private static IReadOnlyList<LabelScore> Look(ImageView view, string question)
    {
        IReadOnlyList<string> words = question.ToLowerInvariant().Split([' ', '?', '.', ',', '!'], StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<string> colours = ToyModels.ColoursIn(question);
        if (words.Contains("how") && words.Contains("many"))
        {
            int count = view.Objects.Count(region => colours.Count == 0 || colours.Contains(region.Colour));
            return [new LabelScore(count.ToString(CultureInfo.InvariantCulture), Sure), new LabelScore(
                (count + 1).ToString(CultureInfo.InvariantCulture), 1 - Sure)];
        }

        if (words.Contains("wide") || words.Contains("tall") || words.Contains("big") || words.Contains("size"))
        {
            string size = words.Contains("wide") ? $"{view.Width} pixels"
                : words.Contains("tall") ? $"{view.Height} pixels"
                : $"{view.Width} by {view.Height} pixels";
            return [new LabelScore(size, Sure)];
        }

        if (words is ["is" or "are" or "does" or "do" or "has" or "can", ..])
        {
            // Yes as far as the picture has the colours of the question.
            double yes = Math.Clamp(colours.Count == 0 ? 0.5 : colours.Min(colour => view.Share(colour) > 0 ? Sure : 1 - Sure), 0, 1);
            return [.. new[] { new LabelScore("yes", yes), new LabelScore("no", 1 - yes) }.OrderByDescending(answer => answer.Score)];
        }

        return words.Contains("background") ? [new LabelScore(view.Background, Sure)]
            : words.Contains("color") || words.Contains("colour") ? ObjectColours(view)
            : [new LabelScore(view.Describe(), Sure)];
    }

    /// <summary>The colours of the areas before the background, by their size; of a picture without any, all colours.</summary>
    private static IReadOnlyList<LabelScore> ObjectColours(ImageView view)
    {
        double sum = view.Objects.Sum(region => region.Area);
        return view.Objects.Count == 0 ? view.Shares
            :
            [
                .. view.Objects.GroupBy(region => region.Colour)
                    .Select(group => new LabelScore(group.Key, group.Sum(region => region.Area) / sum))
                    .OrderByDescending(answer => answer.Score),
            ];
    }
}
