using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class TaskAnswerTests
{
    private static readonly JsonObject s_arguments = JsonNode.Parse("""
        {"context":"c","candidate_labels":["a","b"],"other_sentences":["b","c"],"table":{"n":[1,2]},"question":"q"}
        """)!.AsObject();

    // A task, an answer of a server, and what is made of it.
    public static TheoryData<string, string, string> Read => new()
    {
        { "text-classification", """[[{"label":"A","score":0.75},{"label":"B","score":0.25}]]""", "LabelScore A 0.75; LabelScore B 0.25" },
        { "text-classification", """[{"label":"A","score":0.75},{"label":"B","score":0.25}]""", "LabelScore A 0.75; LabelScore B 0.25" },
        { "image-classification", """{"label":"A","score":1}""", "LabelScore A 1" },
        { "audio-classification", """[{"label":"A","score":"0.5","extra":null}]""", "LabelScore A 0.5" },
        {
            "zero-shot-classification",
            """{"sequence":"x","labels":["a","b"],"scores":[0.75,0.25]}""",
            "LabelScore a 0.75; LabelScore b 0.25"
        },
        { "zero-shot-classification", """[{"sequence":"x","labels":["a"],"scores":[1]}]""", "LabelScore a 1" },
        { "zero-shot-image-classification", """[{"label":"a","score":0.75}]""", "LabelScore a 0.75" },
        {
            "object-detection",
            """[{"label":"cat","score":0.5,"box":{"xmin":1,"ymin":2,"xmax":3,"ymax":4}}]""",
            "DetectedObject cat 0.5 1,2,3,4"
        },
        { "object-detection", "[]", "" },
        { "image-segmentation", """[{"label":"cat","score":null,"mask":"R0lG"}]""", "ImageSegment cat GIF" },
        { "question-answering", """{"answer":"x","score":0.5,"start":1,"end":2}""", "Answer x 0.5 1-2" },
        {
            "question-answering",
            """[{"answer":"x","score":0.5,"start":1,"end":2},{"answer":"y","score":0.25,"start":3,"end":4}]""",
            "Answer x 0.5 1-2; Answer y 0.25 3-4"
        },
        {
            "table-question-answering",
            """{"answer":"SUM > 1","cells":["1"],"coordinates":[[0,1]],"aggregator":"SUM"}""",
            "TableAnswer SUM > 1 1 0,1 SUM"
        },
        { "token-classification", """[{"entity_group":"PER","score":0.5,"word":"Ada","start":0,"end":3}]""", "Entity Ada PER 0-3" },
        { "token-classification", """[[{"entity":"B-PER","score":0.5,"word":"Ada","start":null,"end":null}]]""", "Entity Ada B-PER -" },
        { "fill-mask", """[{"score":0.5,"token":7,"token_str":"x","sequence":"a x"}]""", "MaskFill 0 x 7 a x" },
        {
            "fill-mask",
            """[[{"score":0.5,"token":7,"token_str":"x","sequence":"s"}],[{"score":0.5,"token":8,"token_str":"y","sequence":"t"}]]""",
            "MaskFill 0 x 7 s; MaskFill 1 y 8 t"
        },
        { "summarization", """[{"summary_text":"s"}]""", "TextResult s" },
        { "summarization", """{"generated_text":"s"}""", "TextResult s" },
        { "translation", """[{"translation_text":"s"},{"translation_text":"t"}]""", "TextResult s; TextResult t" },
        { "text-generation", """[{"generated_text":"s"}]""", "TextResult s" },
        { "sentence-similarity", "[0.5,0.25]", "Similarity b 0.5; Similarity c 0.25" },
        { "sentence-similarity", """{"similarities":[0.5,0.25]}""", "Similarity b 0.5; Similarity c 0.25" },
        { "sentence-similarity", """{"similarities":[[0.5,0.25]]}""", "Similarity b 0.5; Similarity c 0.25" },
        { "tabular-regression", "[0.5,2]", "RowValue 0 0.5; RowValue 1 2" },
        { "tabular-classification", """["good","bad"]""", "RowValue 0 good; RowValue 1 bad" },
        { "feature-extraction", "[0.5,1]", "FeatureRow 0 0.5,1" },
        { "feature-extraction", "[[0.5,1],[2,3]]", "FeatureRow 0 0.5,1; FeatureRow 1 2,3" },
        { "feature-extraction", "[[[0.5,1],[2,3]]]", "FeatureRow 0 0.5,1; FeatureRow 1 2,3" },
        { "feature-extraction", "\"AAAAPwAAgD8=\"", "FeatureRow 0 0.5,1" },
        { "feature-extraction", """["AAAAPwAAgD8=","AACAPwAAgD8="]""", "FeatureRow 0 0.5,1; FeatureRow 1 1,1" },
        { "feature-extraction", """{"embeddings":[[0.5,1]]}""", "FeatureRow 0 0.5,1" },
        { "feature-extraction", """{"object":"list","data":[{"index":0,"embedding":"AAAAPwAAgD8="}],"usage":{}}""", "FeatureRow 0 0.5,1" },
        { "text-to-speech", """{"audio":"R0lG","sampling_rate":16000}""", "MediaResult application/octet-stream GIF" },
        { "text-to-image", "\"R0lGOA==\"", "MediaResult image/gif GIF8" },
        {
            "text-to-image",
            """{"created":1,"data":[{"b64_json":"R0lGOA=="},{"b64_json":"R0lGOA=="}]}""",
            "MediaResult image/gif GIF8; MediaResult image/gif GIF8"
        },
        { "text-to-image", """{"images":["R0lGOA=="]}""", "MediaResult image/gif GIF8" },
        { "text-to-image", """{"image":"data:image/gif;base64,R0lG"}""", "MediaResult image/gif GIF" },
        { "custom", """{"any":[1]}""", """RawResult {"any":[1]}""" },
    };

    public static TheoryData<string, string> Unexpected => new()
    {
        { "text-classification", """[{"label":"A"}]""" },
        { "text-classification", """[[{"label":"A","score":1}],[{"label":"B","score":1}]]""" },
        { "text-classification", "\"a text\"" },
        { "zero-shot-classification", """{"labels":["a","b"],"scores":[1]}""" },
        { "object-detection", """[{"label":"cat","score":0.5}]""" },
        { "image-segmentation", """[{"label":"cat","mask":"no base64!"}]""" },
        { "question-answering", """{"score":1}""" },
        { "summarization", "[]" },
        { "summarization", """[{"text":1}]""" },
        { "text-classification", """[{"label":"A","score":NaN}]""" },
        { "text-to-speech", """{"audio":[[0,NaN]],"sampling_rate":16000}""" },
        { "text-to-speech", """{"audio":[[0],[0,1]],"sampling_rate":16000}""" },
        { "text-to-speech", """{"audio":[],"sampling_rate":16000}""" },
        { "feature-extraction", "[NaN,1]" },
        { "sentence-similarity", "[0.5]" },
        { "sentence-similarity", """{"similarities":[0.5,null]}""" },
        { "sentence-similarity", "[0.5,1,1]" },
        { "tabular-regression", "[0.5]" },
        { "feature-extraction", "[]" },
        { "feature-extraction", """{"data":[]}""" },
        { "feature-extraction", """[["a"]]""" },
        { "fill-mask", """[[],{"token":1}]""" },
        { "automatic-speech-recognition", """{"chunks":[]}""" },
        { "text-to-image", """{"image":5}""" },
        { "audio-to-audio", "[]" },
        { "audio-to-audio", """[{"blob":"%%"}]""" },
    };

    [Theory]
    [MemberData(nameof(Read))]
    public async Task AnAnswerBecomesTypedResults(string task, string answer, string expected)
    {
        await using var server = new RawServer(RawConnection.Json(answer));
        IReadOnlyList<HfInferenceResult> results = await RunAsync(server, task);
        Assert.Equal(expected, string.Join("; ", results.Select(Show)));
    }

    [Theory]
    [MemberData(nameof(Unexpected))]
    public async Task AnotherAnswerIsReported(string task, string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));
        HfException failure = await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => RunAsync(server, task));
        Assert.Contains(task, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpeechHasPartsAndTimes()
    {
        await using var server = new RawServer(RawConnection.Json(
            """{"text":"a b","chunks":[{"text":"a","timestamp":[0,1.5]},{"text":"b","timestamp":[1.5,null]}]}"""));
        HfTranscription said = Assert.IsType<HfTranscription>(
            Assert.Single(await RunAsync(server, "automatic-speech-recognition")));
        Assert.Equal("a b", said.Text);
        Assert.Equal([0, 1.5, 1.5, null], said.Chunks.SelectMany(chunk => new[] { chunk.Start?.TotalSeconds, chunk.End?.TotalSeconds }));
    }

    [Fact]
    public async Task SegmentsOfSpeechArePartsToo()
    {
        await using var server = new RawServer(RawConnection.Json("""
            {"task":"transcribe","text":"a b","segments":[{"id":0,"start":0.0,"end":1.5,"text":"a"},{"start":"1.5","end":NaN,"text":"b"}]}
            """));
        HfTranscription said = Assert.IsType<HfTranscription>(
            Assert.Single(await RunAsync(server, "automatic-speech-recognition")));
        Assert.Equal([0, 1.5, 1.5, null], said.Chunks.SelectMany(chunk => new[] { chunk.Start?.TotalSeconds, chunk.End?.TotalSeconds }));
    }

    [Theory]
    [InlineData("[0,0.5,-1]", 1, "0,16384,-32767")]
    [InlineData("[[0,0.5,-2]]", 1, "0,16384,-32767")]
    [InlineData("[[[0,1]]]", 1, "0,32767")]
    [InlineData("[[0,1],[0.5,-1]]", 2, "0,16384,32767,-32767")]
    public async Task SamplesBecomeAFileOfSound(string samples, int channels, string expected)
    {
        await using var server = new RawServer(RawConnection.Json($$"""{"audio":{{samples}},"sampling_rate":16000}"""));

        HfMediaResult sound = Assert.IsType<HfMediaResult>(Assert.Single(await RunAsync(server, "text-to-speech")));

        byte[] file = sound.Bytes!;
        Assert.Equal("audio/wav", sound.ContentType);
        Assert.Equal(file.Length - 8, BitConverter.ToInt32(file, 4));
        Assert.Equal(
            (1, channels, 16000),
            (BitConverter.ToInt16(file, 20), BitConverter.ToInt16(file, 22), BitConverter.ToInt32(file, 24)));
        Assert.Equal(file.Length - 44, BitConverter.ToInt32(file, 40));
        Assert.Equal(
            expected, string.Join(',', Enumerable.Range(0, (file.Length - 44) / 2).Select(i => BitConverter.ToInt16(file, 44 + (2 * i)))));
    }

    [Fact]
    public async Task SoundsHaveLabels()
    {
        await using var server = new RawServer(RawConnection.Json(
            """[{"label":"one","content-type":"audio/flac","blob":"R0lG"},{"label":"two","content-type":"audio/wav","blob":"R0lG"}]"""));
        IReadOnlyList<HfInferenceResult> results = await RunAsync(server, "audio-to-audio");
        Assert.Equal(["one audio/flac", "two audio/wav"], results.Cast<HfMediaResult>().Select(media =>
            $"{media.Label} {media.ContentType}"));
    }

    [Theory]
    [InlineData("text-to-image", "image/webp", "anything", "image/webp")]
    [InlineData("text-to-image", null, "GIF89a", "image/gif")]
    [InlineData("text-to-speech", "application/octet-stream", "fLaC", "audio/flac")]
    [InlineData("text-to-video", "video/mp4", "x", "video/mp4")]
    [InlineData("custom", "image/png", "x", "image/png")]
    [InlineData("custom", "application/octet-stream", "x", "application/octet-stream")]
    public async Task MediaComeAsTheyAre(string task, string? contentType, string body, string expected)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, body, contentType));
        HfMediaResult media = Assert.IsType<HfMediaResult>(Assert.Single(await RunAsync(server, task)));
        Assert.Equal(expected, media.ContentType);
        Assert.Equal(body, Encoding.ASCII.GetString(media.Bytes!));
    }

    [Theory]
    [InlineData("text-to-image", "text/html", "<html/>")]
    [InlineData("text-to-image", "image/png", "")]
    [InlineData("text-to-speech", null, "no sound")]
    [InlineData("text-to-video", "text/plain", "no video")]
    public async Task WhatIsNotMediaIsReported(string task, string? contentType, string body)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, body, contentType));
        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => RunAsync(server, task));
    }

    [Fact]
    public async Task ATextOfACustomHandlerIsAJsonString()
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, "as you like", "text/plain"));
        HfRawResult raw = Assert.IsType<HfRawResult>(Assert.Single(await RunAsync(server, "custom")));
        Assert.Equal("\"as you like\"", raw.Json);
    }

    [Theory]
    [InlineData("""{"error":"no memory"}""")]
    [InlineData("""[{"error":"no memory"}]""")]
    public async Task AnErrorInsideAnAnswerIsReported(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));
        HfException failure = await Expect.FailureAsync(
            HfErrorKind.GenerationFailed, () => RunAsync(server, "text-classification"));
        Assert.Contains("no memory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyIsSentAsItIs()
    {
        await using var server = new RawServer(RawConnection.Json("""[{"label":"A","score":1}]"""));
        TaskClient client = server.Client().GetTaskClient(new InferenceTarget(server.Address));
        JsonObject body = JsonNode.Parse("""{"inputs":"x","own":[1]}""")!.AsObject();

        IReadOnlyList<HfInferenceResult> raw = await client.RunBodyAsync(InferenceTasks.Custom, new JsonText(body));
        IReadOnlyList<HfInferenceResult> results = await client
            .RunBodyAsync(InferenceTasks.Find("text-classification")!, new JsonText(body));

        Assert.Equal("A", (string?)JsonNode.Parse(Assert.IsType<HfRawResult>(Assert.Single(raw)).Json)![0]!["label"]);
        Assert.Equal("LabelScore A 1", Show(Assert.Single(results)));
        Assert.All(server.Requests, request => JsonCompare.Same(body, request.Json));
    }

    private static Task<IReadOnlyList<HfInferenceResult>> RunAsync(RawServer server, string name)
    {
        InferenceTask task = InferenceTasks.Find(name)!;
        TaskInput? input = task.TakesContent ? TaskInput.FromContent(new TaskContent(new byte[] { 1 }))
            : task.Main.Kind == KeywordKind.Table ? null
            : TaskInput.FromText("input");
        JsonObject arguments = [];
        foreach ((string keyword, JsonNode? value) in s_arguments)
        {
            if (task.Find(keyword) is { } known && !(known == task.Main && input is not null))
            {
                arguments[keyword] = value!.DeepClone();
            }
        }

        return server.Client().GetTaskClient(new InferenceTarget(server.Address)).RunAsync(task, input, new JsonText(arguments));
    }

    private static string Show(HfInferenceResult result) => FormattableString.Invariant(result switch
    {
        HfLabelScore label => $"LabelScore {label.Label} {label.Score}",
        HfDetectedObject thing =>
            $"DetectedObject {thing.Label} {thing.Score} {thing.Box.XMin},{thing.Box.YMin},{thing.Box.XMax},{thing.Box.YMax}",
        HfImageSegment segment => $"ImageSegment {segment.Label}{segment.Score} {Encoding.ASCII.GetString(segment.Mask)}",
        HfAnswer answer => $"Answer {answer.Answer} {answer.Score} {answer.Start}-{answer.End}",
        HfTableAnswer answer =>
            $"TableAnswer {answer.Answer} {string.Join(',', answer.Cells)} {string.Join(',', answer.Coordinates[0])} {answer.Aggregator}",
        HfEntity entity => $"Entity {entity.Word} {entity.Entity}{entity.EntityGroup} {entity.Start}-{entity.End}",
        HfMaskFill fill => $"MaskFill {fill.Mask} {fill.TokenText} {fill.Token} {fill.Sequence}",
        HfTextResult text => $"TextResult {text.Text}",
        HfSimilarity pair => $"Similarity {pair.Sentence} {pair.Score}",
        HfRowValue value => $"RowValue {value.Row} {value.Value}",
        HfFeatureRow row =>
            $"FeatureRow {row.Row} {string.Join(',', row.Vector.Select(number => number.ToString(CultureInfo.InvariantCulture)))}",
        HfMediaResult media => $"MediaResult {media.ContentType} {Encoding.ASCII.GetString(media.Bytes!)}",
        HfRawResult raw => $"RawResult {raw.Json}",
        _ => $"{result}",
    });
}
