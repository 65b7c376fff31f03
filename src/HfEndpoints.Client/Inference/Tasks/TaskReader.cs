using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Makes results of an answer. Servers wrap the answer to one input in lists, or not; whatever is neither is told.
/// </summary>
/// <param name="task">The task.</param>
/// <param name="body">The JSON that was sent, if any.</param>
/// <param name="unexpected">Makes the error of an answer that is something else.</param>
internal sealed class TaskReader(InferenceTask task, JsonObject? body, Func<string, HfException> unexpected)
{
    private static readonly string[] s_textMembers = ["generated_text", "summary_text", "translation_text"];

    public IReadOnlyList<TaskResult> Read(TaskAnswer answer)
    {
        if (answer.Media is { } media)
        {
            return [media];
        }

        JsonElement json = answer.Json!.Value;
        return task.Output switch
        {
            TaskOutput.Labels => ReadLabels(json),
            TaskOutput.Objects => ReadAll(json, HfJson.Context.DetectedObject, "objects with label, score and box"),
            TaskOutput.Segments => ReadAll(json, HfJson.Context.ImageSegment, "objects with label and mask"),
            TaskOutput.Answers => ReadAll(json, HfJson.Context.AnswerSpan, "objects with answer and score"),
            TaskOutput.TableAnswers => ReadAll(json, HfJson.Context.TableAnswer, "objects with answer and cells"),
            TaskOutput.Entities => ReadAll(json, HfJson.Context.TextEntity, "objects with word, score and entity"),
            TaskOutput.MaskFills => ReadMaskFills(json),
            TaskOutput.Transcription => ReadAll(json, HfJson.Context.Transcription, "an object with text"),
            TaskOutput.Text => ReadTexts(json),
            TaskOutput.Similarities => ReadSimilarities(json),
            TaskOutput.RowValues => ReadRows(json),
            TaskOutput.Features => new FeatureReader(unexpected).Read(json),
            TaskOutput.Any => [new RawResult(json)],
            _ => new EncodedMediaReader(task.Output, unexpected).Read(json),
        };
    }

    private IReadOnlyList<TaskResult> ReadLabels(JsonElement json)
    {
        JsonElement inner = Unwrap(json);
        JsonElement single = inner.ValueKind == JsonValueKind.Array && inner.GetArrayLength() == 1 ? inner[0] : inner;
        const string Expected = "objects with label and score";
        if (single.ValueKind != JsonValueKind.Object || !single.TryGetProperty("labels", out JsonElement labels))
        {
            return ReadAll(json, HfJson.Context.LabelScore, Expected);
        }

        // Zero-shot pipelines name all labels in one list and their scores in another.
        if (labels.ValueKind == JsonValueKind.Array
            && single.TryGetProperty("scores", out JsonElement scores) && scores.ValueKind == JsonValueKind.Array
            && labels.GetArrayLength() == scores.GetArrayLength()
            && labels.EnumerateArray().All(label => label.ValueKind == JsonValueKind.String)
            && scores.EnumerateArray().All(score => score.ValueKind == JsonValueKind.Number))
        {
            return [.. labels.EnumerateArray().Zip(scores.EnumerateArray(), (label, score) =>
                new LabelScore { Label = label.GetString()!, Score = score.GetDouble() })];
        }

        throw NotAsExpected(Expected, json);
    }

    private TaskResult[] ReadMaskFills(JsonElement json)
    {
        const string Expected = "objects with token_str, sequence and score";

        // A text with several gaps is answered with a list for each.
        bool isNested = json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0
            && json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Array);
        return isNested
            ? [.. json.EnumerateArray().SelectMany((gap, place) =>
                ReadAll(gap, HfJson.Context.MaskFill, Expected).Select(fill => (MaskFill)fill with { Mask = place }))]
            : [.. ReadAll(json, HfJson.Context.MaskFill, Expected)];
    }

    private TaskResult[] ReadTexts(JsonElement json)
    {
        string expected = $"an object with {task.TextMember}";
        TaskResult[] texts = [.. Items(json, expected).Select(item => new TextResult(
            TextOf(item) ?? throw NotAsExpected(expected, json)))];
        return texts.Length > 0 ? texts : throw NotAsExpected(expected, json);
    }

    private string? TextOf(JsonElement item) =>
        item.ValueKind != JsonValueKind.Object ? null
        : s_textMembers.Prepend(task.TextMember)
            .Select(member => item.TryGetProperty(member, out JsonElement text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null)
            .FirstOrDefault(text => text is not null);

    private TaskResult[] ReadSimilarities(JsonElement json)
    {
        JsonArray sentences = body?["inputs"] is JsonObject inputs && inputs["sentences"] is JsonArray list ? list : [];
        JsonElement inner = Unwrap(json);
        return inner.ValueKind == JsonValueKind.Array && inner.GetArrayLength() == sentences.Count
            && inner.EnumerateArray().All(score => score.ValueKind == JsonValueKind.Number)
            ? [.. inner.EnumerateArray().Select((score, place) =>
                new SentenceSimilarity(sentences[place]?.ToString() ?? "", score.GetDouble()))]
            : throw NotAsExpected($"a list of {sentences.Count} numbers", json);
    }

    private TaskResult[] ReadRows(JsonElement json)
    {
        int? rows = body?["table"] is JsonObject table && table.Count > 0 ? (table.First().Value as JsonArray)?.Count : null;
        JsonElement inner = Unwrap(json);
        bool isOk = inner.ValueKind == JsonValueKind.Array
            && (rows is null || inner.GetArrayLength() == rows)
            && inner.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.String);
        return isOk
            ? [.. inner.EnumerateArray().Select((item, place) => new RowValue(place, item.Clone()))]
            : throw NotAsExpected(rows is null ? "a list of values" : $"a list of {rows} values, one for each row", json);
    }

    private IReadOnlyList<TaskResult> ReadAll<T>(JsonElement json, JsonTypeInfo<T> type, string expected)
        where T : TaskResult
    {
        try
        {
            return [.. Items(json, expected).Select(item =>
                item.Deserialize(type) ?? throw NotAsExpected(expected, json))];
        }
        catch (JsonException)
        {
            throw NotAsExpected(expected, json);
        }
    }

    // The items of one input's answer; with answers to several inputs, where one was sent, something is wrong.
    private IEnumerable<JsonElement> Items(JsonElement json, string expected)
    {
        JsonElement inner = Unwrap(json);
        return inner.ValueKind switch
        {
            JsonValueKind.Object => [inner],
            JsonValueKind.Array when inner.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object) =>
                inner.EnumerateArray(),
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

    private HfException NotAsExpected(string expected, JsonElement json) =>
        unexpected($"the answer is to be {expected}, but it is {Excerpt.FromJson(json)}.");
}
