namespace HfEndpoints.Client.Inference;

/// <summary>Reads results from an answer. Some servers wrap the answer to one input in lists. Anything else is an error.</summary>
/// <param name="task">The task.</param>
/// <param name="body">The JSON that was sent, if any.</param>
/// <param name="unexpected">Makes the error of an answer that is something else.</param>
internal sealed class TaskReader(InferenceTask task, JsonObject? body, Func<string, HfException> unexpected)
{
    private static readonly string[] s_textMembers = ["generated_text", "summary_text", "translation_text"];

    public IReadOnlyList<HfInferenceResult> Read(TaskAnswer answer)
    {
        if (answer.Media is { } media)
        {
            return [media];
        }

        JsonElement json = answer.Json!.Value;
        return task.Output switch
        {
            TaskOutput.Labels => ReadLabels(json),
            TaskOutput.Objects => ReadAll(json, ResultReader.Object, "objects with label, score and box"),
            TaskOutput.Segments => ReadAll(json, ResultReader.Segment, "objects with label and mask"),
            TaskOutput.Answers => ReadAll(json, ResultReader.Answer, "objects with answer and score"),
            TaskOutput.TableAnswers => ReadAll(json, ResultReader.TableAnswer, "objects with answer and cells"),
            TaskOutput.Entities => ReadAll(json, ResultReader.Entity, "objects with word, score and entity"),
            TaskOutput.MaskFills => ReadMaskFills(json),
            TaskOutput.Transcription => ReadAll(json, ResultReader.Transcription, "an object with text"),
            TaskOutput.Text => ReadTexts(json),
            TaskOutput.Similarities => ReadSimilarities(json),
            TaskOutput.RowValues => ReadRows(json),
            TaskOutput.Features => new FeatureReader(unexpected).Read(json),
            TaskOutput.Any => [new HfRawResult { Json = json.GetRawText() }],
            _ => new EncodedMediaReader(task.Output, unexpected).Read(json),
        };
    }

    private HfInferenceResult[] ReadLabels(JsonElement json)
    {
        JsonElement inner = Unwrap(json);
        JsonElement single = inner.ValueKind == JsonValueKind.Array && inner.GetArrayLength() == 1 ? inner[0] : inner;
        const string Expected = "objects with label and score";
        if (single.Member("labels") is not { } labels)
        {
            return ReadAll(json, ResultReader.Label, Expected);
        }

        // Zero-shot pipelines name all labels in one list and their scores in another.
        JsonElement[] scores = [.. single.ItemsOf("scores")];
        return labels.ValueKind == JsonValueKind.Array && labels.GetArrayLength() == scores.Length
            && labels.EnumerateArray().All(label => label.ValueKind == JsonValueKind.String)
            && scores.All(IsFinite)
            ?
            [
                .. labels.EnumerateArray().Zip(scores, (label, score) =>
                    new HfLabelScore { Label = label.GetString()!, Score = score.GetDouble() }),
            ]
            : throw NotAsExpected(Expected, json);
    }

    private HfInferenceResult[] ReadMaskFills(JsonElement json)
    {
        const string Expected = "objects with token_str, sequence and score";

        // A text with several gaps is answered with a list for each.
        bool isNested = json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0
            && json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Array);
        return isNested
            ?
            [
                .. json.EnumerateArray().SelectMany((gap, place) =>
                    ReadAll(gap, ResultReader.MaskFill, Expected).Cast<HfMaskFill>().Select(fill => fill with { Mask = place })),
            ]
            : ReadAll(json, ResultReader.MaskFill, Expected);
    }

    private HfInferenceResult[] ReadTexts(JsonElement json)
    {
        string expected = $"an object with {task.TextMember}";
        HfInferenceResult[] texts = [.. Items(json, expected).Select(item => new HfTextResult
        {
            Text = TextOf(item) ?? throw NotAsExpected(expected, json),
        })];
        return texts.Length > 0 ? texts : throw NotAsExpected(expected, json);
    }

    private string? TextOf(JsonElement item) =>
        s_textMembers.Prepend(task.TextMember).Select(member => item.TextOf(member)).FirstOrDefault(text => text is not null);

    private HfInferenceResult[] ReadSimilarities(JsonElement json)
    {
        JsonArray sentences = body?["inputs"] is JsonObject inputs && inputs["sentences"] is JsonArray list ? list : [];
        JsonElement scores = Unwrap(json.Member("similarities") ?? json);
        return scores.ValueKind == JsonValueKind.Array && scores.GetArrayLength() == sentences.Count
            && scores.EnumerateArray().All(IsFinite)
            ?
            [
                .. scores.EnumerateArray().Select((score, place) =>
                    new HfSimilarity { Sentence = sentences[place]?.ToString() ?? "", Score = score.GetDouble() }),
            ]
            : throw NotAsExpected($"a list of {sentences.Count} numbers", json);
    }

    private HfInferenceResult[] ReadRows(JsonElement json)
    {
        int? rows = body?["table"] is JsonObject table && table.Count > 0 ? (table.First().Value as JsonArray)?.Count : null;
        JsonElement inner = Unwrap(json);
        return inner.ValueKind == JsonValueKind.Array
            && (rows is null || inner.GetArrayLength() == rows)
            && inner.EnumerateArray().All(item => IsFinite(item) || item.ValueKind == JsonValueKind.String)
            ? [.. inner.EnumerateArray().Select((item, place) => new HfRowValue { Row = place, Value = ValueOf(item) })]
            : throw NotAsExpected(rows is null ? "a list of values" : $"a list of {rows} values, one for each row", json);
    }

    private static object ValueOf(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()!
        : json.TryGetInt64(out long whole) ? whole
        : json.GetDouble();

    private HfInferenceResult[] ReadAll(JsonElement json, Func<JsonElement, HfInferenceResult?> read, string expected) =>
        [.. Items(json, expected).Select(item => read(item) ?? throw NotAsExpected(expected, json))];

    // The items of one input's answer; with answers to several inputs, where one was sent, something is wrong.
    private IEnumerable<JsonElement> Items(JsonElement json, string expected)
    {
        JsonElement inner = Unwrap(json);
        return inner.ValueKind switch
        {
            JsonValueKind.Object => [inner],
            JsonValueKind.Array when inner.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object) => inner.EnumerateArray(),
            _ => throw NotAsExpected(expected, json),
        };
    }

    private static JsonElement Unwrap(JsonElement json)
    {
        while (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 1
            && json[0].ValueKind == JsonValueKind.Array)
        {
            json = json[0];
        }

        return json;
    }

    private static bool IsFinite(JsonElement json) => json.ValueKind == JsonValueKind.Number && double.IsFinite(json.GetDouble());

    private HfException NotAsExpected(string expected, JsonElement json) =>
        unexpected($"the answer should be {expected}, but it is {Excerpt.FromJson(json)}.");
}

/// <summary>Shows the beginning of an answer that is not what was expected.</summary>
internal static class Excerpt
{
    private const int MaxLength = 120;

    public static string FromJson(JsonElement json)
    {
        string text = json.GetRawText();
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }
}

/// <summary>A server's raw answer: JSON, an image, a sound or a video.</summary>
internal sealed record TaskAnswer
{
    /// <summary>The JSON; null if it is not JSON.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>The image, sound or video; null if it is JSON.</summary>
    public HfMediaResult? Media { get; init; }
}
