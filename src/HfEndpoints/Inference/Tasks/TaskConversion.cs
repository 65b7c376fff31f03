using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Makes what users see of the results of tasks.</summary>
internal static class TaskConversion
{
    /// <summary>Makes an output of a result; what a handler of one's own answers is PowerShell's own value.</summary>
    public static object? ToOutput(TaskResult result) => result switch
    {
        LabelScore label => new HfLabelScore { Label = label.Label, Score = label.Score },
        DetectedObject thing => new HfDetectedObject { Label = thing.Label, Score = thing.Score, Box = ToOutput(thing.Box) },
        ImageSegment segment => new HfImageSegment { Label = segment.Label, Score = segment.Score, Mask = segment.Mask },
        AnswerSpan answer => new HfAnswer
        {
            Answer = answer.Answer,
            Score = answer.Score,
            Start = answer.Start,
            End = answer.End,
        },
        TableAnswer answer => new HfTableAnswer
        {
            Answer = answer.Answer,
            Cells = [.. answer.Cells],
            Coordinates = [.. answer.Coordinates.Select(pair => pair.ToArray())],
            Aggregator = answer.Aggregator,
        },
        TextEntity entity => new HfEntity
        {
            Word = entity.Word,
            Entity = entity.Entity,
            EntityGroup = entity.EntityGroup,
            Score = entity.Score,
            Start = entity.Start,
            End = entity.End,
        },
        MaskFill fill => new HfMaskFill
        {
            Mask = fill.Mask,
            TokenText = fill.TokenText,
            Token = fill.Token,
            Sequence = fill.Sequence,
            Score = fill.Score,
        },
        Transcription said => new HfTranscription { Text = said.Text, Chunks = [.. said.Chunks.Select(ToOutput)] },
        TextResult text => new HfTextResult { Text = text.Text },
        SentenceSimilarity pair => new HfSimilarity { Sentence = pair.Sentence, Score = pair.Score },
        RowValue value => new HfRowValue { Row = value.Row, Value = JsonConversion.ToValue(value.Value)! },
        FeatureRow row => new HfFeatureRow { Row = row.Row, Vector = [.. row.Vector] },
        MediaResult media => new HfMediaResult
        {
            ContentType = media.ContentType,
            Label = media.Label,
            Bytes = media.Bytes.ToArray(),
        },
        RawResult raw => JsonConversion.ToValue(raw.Json),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "a result of no kind that is known"),
    };

    private static HfBox ToOutput(PixelBox box) =>
        new() { XMin = box.XMin, YMin = box.YMin, XMax = box.XMax, YMax = box.YMax };

    private static HfTranscriptionChunk ToOutput(TranscriptionChunk chunk) => new()
    {
        Text = chunk.Text,
        Start = ToTime(chunk.Timestamp.ElementAtOrDefault(0)),
        End = ToTime(chunk.Timestamp.ElementAtOrDefault(1)),
    };

    private static TimeSpan? ToTime(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
