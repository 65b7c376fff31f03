using System.Text;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class TaskRequestTests
{
    private static readonly TaskContent s_content = new(Encoding.ASCII.GetBytes("8 bytes!"));

    public static TheoryData<string, string> Recorded => new()
    {
        { "text classification", "text-classification" },
        { "image classification from bytes", "image-classification" },
        { "speech recognition from bytes", "automatic-speech-recognition" },
        { "text to image", "text-to-image" },
    };

    // A task, its main input, what goes with it, and the body that the Python library makes of them.
    public static TheoryData<string, string, string, string> Bodies => new()
    {
        {
            "question-answering",
            "\"who?\"",
            """{"context":"me","top_k":2}""",
            """{"inputs":{"question":"who?","context":"me"},"parameters":{"top_k":2}}"""
        },
        {
            "question-answering",
            """{"question":"who?","context":"me"}""",
            "{}",
            """{"inputs":{"question":"who?","context":"me"},"parameters":{}}"""
        },
        {
            "sentence-similarity",
            "\"a\"",
            """{"other_sentences":["b","c"]}""",
            """{"inputs":{"source_sentence":"a","sentences":["b","c"]},"parameters":{}}"""
        },
        {
            "sentence-similarity",
            "\"a\"",
            """{"other_sentences":"b"}""",
            """{"inputs":{"source_sentence":"a","sentences":["b"]},"parameters":{}}"""
        },
        {
            "table-question-answering",
            "\"how many?\"",
            """{"table":{"n":["1","2"]},"sequential":true}""",
            """{"inputs":{"query":"how many?","table":{"n":["1","2"]}},"parameters":{"sequential":true}}"""
        },
        {
            "table-question-answering",
            "\"how many?\"",
            """{"table":[{"n":"1"},{"n":"2","m":"x"}]}""",
            """{"inputs":{"query":"how many?","table":{"n":["1","2"],"m":[null,"x"]}},"parameters":{}}"""
        },
        { "tabular-regression", """{"n":[1,2]}""", "{}", """{"parameters":{},"table":{"n":[1,2]}}""" },
        { "tabular-classification", """{"n":1,"m":2}""", "{}", """{"parameters":{},"table":{"n":[1],"m":[2]}}""" },
        { "feature-extraction", "\"a\"", """{"normalize":true,"own":1}""", """{"inputs":"a","normalize":true,"own":1}""" },
        {
            "text-to-image",
            "\"a cat\"",
            """{"seed":1,"extra_body":{"style":"oil"}}""",
            """{"inputs":"a cat","parameters":{"seed":1,"style":"oil"}}"""
        },
        {
            "translation",
            "\"a\"",
            """{"src_lang":"en","tgt_lang":"de"}""",
            """{"inputs":"a","parameters":{"src_lang":"en","tgt_lang":"de"}}"""
        },
        {
            "summarization",
            "\"a\"",
            """{"generate_parameters":{"max_length":5},"truncation":null}""",
            """{"inputs":"a","parameters":{"generate_parameters":{"max_length":5}}}"""
        },
        { "text-generation", "\"a\"", """{"stop_sequences":["x"]}""", """{"inputs":"a","parameters":{"stop":["x"]}}""" },
        { "custom", """[1,{"a":2}]""", """{"p":1}""", """{"inputs":[1,{"a":2}],"parameters":{"p":1}}""" },
    };

    // A task of images, what goes with the image, and the body; BYTES is the image as base64.
    public static TheoryData<string, string, string> ContentBodies => new()
    {
        { "image-classification", """{"top_k":1}""", """{"inputs":"BYTES","parameters":{"top_k":1}}""" },
        {
            "automatic-speech-recognition",
            """{"extra_body":{"return_timestamps":true}}""",
            """{"inputs":"BYTES","parameters":{"return_timestamps":true}}"""
        },
        {
            "zero-shot-image-classification",
            """{"labels":["a","b"]}""",
            """{"inputs":"BYTES","parameters":{"candidate_labels":["a","b"]}}"""
        },
        {
            "visual-question-answering",
            """{"question":"who?"}""",
            """{"inputs":"BYTES","parameters":{},"question":"who?","image":"BYTES"}"""
        },
        {
            "document-question-answering",
            """{"question":"who?","lang":"de"}""",
            """{"inputs":{"image":"BYTES","question":"who?"},"parameters":{"lang":"de"}}"""
        },
        { "custom", """{"p":1}""", """{"inputs":"BYTES","parameters":{"p":1}}""" },
    };

    // A task, its input, what goes with it, and a part of what is wrong.
    public static TheoryData<string, string?, string, string> Refused => new()
    {
        { "question-answering", "\"who?\"", "{}", "'context'" },
        { "zero-shot-classification", "\"a\"", "{}", "'candidate_labels'" },
        { "zero-shot-classification", "\"a\"", """{"candidate_labels":[]}""", "at least 1" },
        { "text-classification", null, "{}", "'text'" },
        { "translation", "\"a\"", """{"src_lang":"en"}""", "'tgt_lang'" },
        { "translation", "\"a\"", """{"tgt_lang":"en"}""", "'src_lang'" },
        { "tabular-regression", "[1]", "{}", "rows" },
        { "image-classification", null, "{}", "'image'" },
    };

    public static TheoryData<string> TaskNames => [.. InferenceTasks.All.Select(task => task.Name)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task ARequestIsTheOneThatWasRecorded(string name, string task)
    {
        Vector vector = Vectors.Get(name);
        JsonNode recorded = vector.Json["requests"]![0]!;
        TaskInput input = vector.Argument == "<8 bytes>" ? TaskInput.FromContent(s_content) : TaskInput.FromText(vector.Argument);

        RawRequest request = await SendAsync(task, input, new JsonText(vector.Keywords));

        Assert.Equal("/serve", request.Target);
        JsonCompare.Same(recorded["json"], request.Body.StartsWith('{') ? request.Json : null);
        if (recorded["bodyBytes"] is { } length)
        {
            Assert.Equal((int)length, request.Body.Length);
            Assert.DoesNotContain("content-type", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        }

        if (recorded["accept"] is { } accept)
        {
            Assert.Equal((string?)accept, request.Headers["accept"]);
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task EachKeywordStandsInItsPlace(string task, string input, string arguments, string body)
    {
        RawRequest request = await SendAsync(
            task, TaskInput.FromJson(input), JsonText.Parse(arguments));
        Assert.Equal(JsonNode.Parse(body)!.ToJsonString(), request.Json!.ToJsonString());
        Assert.Equal("application/json", request.Headers["content-type"]);
    }

    [Theory]
    [MemberData(nameof(ContentBodies))]
    public async Task ContentIsEncodedWhereSomethingGoesWithIt(string task, string arguments, string body)
    {
        RawRequest request = await SendAsync(task, TaskInput.FromContent(s_content), JsonText.Parse(arguments));
        string encoded = Convert.ToBase64String(s_content.Bytes.Span);
        JsonCompare.Same(JsonNode.Parse(body.Replace("BYTES", encoded, StringComparison.Ordinal)), request.Json);
    }

    [Theory]
    [InlineData("photo.PNG", "image/png")]
    [InlineData("photo.jpeg", "image/jpeg")]
    [InlineData("speech.flac", "audio/flac")]
    [InlineData("speech.mp3", "audio/mpeg")]
    [InlineData("file.strange", null)]
    public async Task AFilesNameShowsItsType(string name, string? type)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, "content");

        RawRequest request = await SendAsync(
            "image-classification", TaskInput.FromContent(await TaskContent.ReadFileAsync(path)), new JsonText([]));

        Assert.Equal("content", request.Body);
        Assert.Equal(type, request.Headers.GetValueOrDefault("content-type"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AFileThatIsMissingOrEmptyIsNamed()
    {
        string empty = Path.GetTempFileName();
        string missing = empty + ".missing";
        foreach (string path in new[] { empty, missing })
        {
            HfException failure = await Expect.FailureAsync(
                HfErrorKind.FileNotRead, () => TaskContent.ReadFileAsync(path));
            Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        }

        File.Delete(empty);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task WhatTheServerCouldNotAnswerIsNotSent(string task, string? input, string arguments, string what)
    {
        await using var server = new RawServer(RawConnection.Json("[]"));
        TaskClient client = server.Client().GetTaskClient(new InferenceTarget(server.Address));
        HfException failure = await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => client.RunAsync(
            InferenceTasks.Find(task)!,
            input is null ? null : TaskInput.FromJson(input),
            JsonText.Parse(arguments)));
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task BytesAreNotText()
    {
        await using var server = new RawServer(RawConnection.Json("[]"));
        TaskClient client = server.Client().GetTaskClient(new InferenceTarget(server.Address));
        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => client.RunAsync(
            InferenceTasks.Find("summarization")!, TaskInput.FromContent(s_content)));
    }

    [Theory]
    [MemberData(nameof(TaskNames))]
    public void ATasksKeywordsAreItsOwn(string name)
    {
        InferenceTask task = InferenceTasks.Find(name.ToUpperInvariant())!;
        Assert.Equal(name, task.Name);
        Assert.True(task.Main.IsInput && task.Main.IsRequired);
        string[] names = [.. task.Keywords.SelectMany(keyword => keyword.Aliases.Prepend(keyword.Name))];
        Assert.Equal(names.Distinct(), names);
        Assert.All(task.Keywords, keyword => Assert.EndsWith(".", keyword.Summary, StringComparison.Ordinal));
        Assert.All(task.Keywords, keyword => Assert.True(keyword.Needs is null || task.Find(keyword.Needs) is not null));
    }

    private static async Task<RawRequest> SendAsync(string task, TaskInput input, JsonText arguments)
    {
        // The answer is nobody's: only the request counts.
        await using var server = new RawServer(RawConnection.Json("""{"never":"mind"}"""));
        TaskClient client = server.Client().GetTaskClient(new InferenceTarget(new Uri(server.Address, "serve")));
        Exception? exception = await Record.ExceptionAsync(
            () => client.RunAsync(InferenceTasks.Find(task)!, input, arguments));
        Assert.True(exception is null or HfException { Kind: HfErrorKind.InvalidResponse }, exception?.Message);
        return Assert.Single(server.Requests, request => request.Method == "POST");
    }
}
