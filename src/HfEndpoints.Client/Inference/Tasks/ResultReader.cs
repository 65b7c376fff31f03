namespace HfEndpoints.Client.Inference;

/// <summary>Makes one result of one object of an answer; null if the object is not such a result.</summary>
internal static class ResultReader
{
    private const double MaxSeconds = 1e9;

    public static HfLabelScore? Label(JsonElement json) =>
        json.WordOf("label") is { } label && json.NumberOf("score") is { } score
            ? new HfLabelScore { Label = label, Score = score }
            : null;

    public static HfDetectedObject? Object(JsonElement json) =>
        json.WordOf("label") is { } label && json.NumberOf("score") is { } score && json.Member("box") is { } place && Box(place) is { } box
            ? new HfDetectedObject { Label = label, Score = score, Box = box }
            : null;

    public static HfImageSegment? Segment(JsonElement json) =>
        json.WordOf("label") is { } label && json.Member("mask") is { ValueKind: JsonValueKind.String } encoded
            && encoded.TryGetBytesFromBase64(out byte[]? mask)
            ? new HfImageSegment { Label = label, Score = json.NumberOf("score"), Mask = mask }
            : null;

    // A model that finds no answer says null, which is one.
    public static HfAnswer? Answer(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("answer", out JsonElement answer)
            && answer.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null
            ? new HfAnswer
            {
                Answer = json.WordOf("answer"),
                Score = json.NumberOf("score"),
                Start = PlaceOf(json, "start"),
                End = PlaceOf(json, "end"),
            }
            : null;

    public static HfTableAnswer? TableAnswer(JsonElement json) => json.WordOf("answer") is { } answer
        ? new HfTableAnswer
        {
            Answer = answer,
            Cells = [.. json.ItemsOf("cells").Select(cell => cell.ToString())],
            Coordinates = [.. json.ItemsOf("coordinates").Select(Coordinates)],
            Aggregator = json.TextOf("aggregator"),
        }
        : null;

    public static HfEntity? Entity(JsonElement json) =>
        json.WordOf("word") is { } word && json.NumberOf("score") is { } score
            ? new HfEntity
            {
                Word = word,
                Score = score,
                Entity = json.WordOf("entity"),
                EntityGroup = json.WordOf("entity_group"),
                Start = PlaceOf(json, "start"),
                End = PlaceOf(json, "end"),
            }
            : null;

    public static HfMaskFill? MaskFill(JsonElement json) =>
        json.WordOf("token_str") is { } text && json.WholeOf("token") is { } token
            && json.TextOf("sequence") is { } sequence && json.NumberOf("score") is { } score
            ? new HfMaskFill { TokenText = text, Token = token, Sequence = sequence, Score = score }
            : null;

    /// <summary>Reads what pipelines answer, whose parts are chunks, and OpenAI's form, whose parts are segments or words.</summary>
    public static HfTranscription? Transcription(JsonElement json) => json.TextOf("text") is { } text
        ? new HfTranscription
        {
            Text = text,
            Chunks =
            [
                .. json.ItemsOf("chunks")
                    .Select(chunk => Chunk(chunk, [.. chunk.ItemsOf("timestamp").Select(Seconds)])),
                .. json.ItemsOf(json.Member("segments") is null ? "words" : "segments")
                    .Select(part => Chunk(part, [ToTime(part.NumberOf("start")), ToTime(part.NumberOf("end"))])),
            ],
        }
        : null;

    private static HfTranscriptionChunk Chunk(JsonElement json, TimeSpan?[] times) => new()
    {
        Text = json.TextOf("text") ?? json.TextOf("word") ?? "",
        Start = times.ElementAtOrDefault(0),
        End = times.ElementAtOrDefault(1),
    };

    private static TimeSpan? Seconds(JsonElement json) => ToTime(json.ValueKind == JsonValueKind.Number ? json.GetDouble() : null);

    private static TimeSpan? ToTime(double? seconds) =>
        seconds is { } known && Math.Abs(known) < MaxSeconds ? TimeSpan.FromSeconds(known) : null;

    private static HfBox? Box(JsonElement json) =>
        json.NumberOf("xmin") is { } left && json.NumberOf("ymin") is { } top
            && json.NumberOf("xmax") is { } right && json.NumberOf("ymax") is { } bottom
            ? new HfBox { XMin = left, YMin = top, XMax = right, YMax = bottom }
            : null;

    private static int[] Coordinates(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ?
        [
            .. json.EnumerateArray().Select(number =>
                number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int place) ? place : -1),
        ]
        : [];

    private static int? PlaceOf(JsonElement json, string name) =>
        json.WholeOf(name) is { } place and >= int.MinValue and <= int.MaxValue ? (int)place : null;
}
