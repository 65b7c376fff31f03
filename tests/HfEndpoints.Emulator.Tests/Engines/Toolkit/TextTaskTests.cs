using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class TextTaskTests
{
    [Fact]
    public async Task SentimentIsRankedAndCutToTopK()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-classification");

        JsonNode all = await endpoint.AskAsync("I love this, it is excellent");
        JsonNode one = await endpoint.AskAsync("This is terrible", """{"top_k":1}""");
        JsonNode many = await endpoint.AskAsync(new JsonArray("good", "bad"));

        Assert.Equal("POSITIVE", all[0]![0]!["label"]!.GetValue<string>());
        Assert.Equal(1, all[0]!.AsArray().Sum(item => item!["score"]!.GetValue<double>()), 6);
        Assert.Equal("NEGATIVE", Assert.Single(one[0]!.AsArray())!["label"]!.GetValue<string>());
        Assert.Equal("NEGATIVE", many[1]![0]!["label"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("softmax", 0, 1)]
    [InlineData("sigmoid", 0, 0.6)]
    [InlineData("none", -100, 0)]
    public async Task TheFunctionAppliedDecidesTheScores(string function, double low, double high)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-classification");

        JsonNode answer = await endpoint.AskAsync("I love it", $$"""{"function_to_apply":"{{function}}"}""");

        Assert.All(answer[0]!.AsArray(), item => Assert.InRange(item!["score"]!.GetValue<double>(), low, high));
    }

    [Theory]
    [InlineData("me/news-topics", "Heavy rain and wind, bring an umbrella", "weather")]
    [InlineData("me/language-detection", "Le chat est dans la maison", "fr")]
    [InlineData("me/language-detection", "Die Katze ist in dem Haus und der Hund", "de")]
    public async Task AModelsNameSaysWhatItClassifies(string repository, string text, string label)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-classification", repository);

        Assert.Equal(label, (await endpoint.AskAsync(text))[0]![0]!["label"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("simple", "entity_group", "PER", "Sarah Parker")]
    [InlineData("none", "entity", "I-PER", "Sarah")]
    public async Task NamesAreFoundWhereTheyAre(string strategy, string key, string kind, string word)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("token-classification");
        const string Text = "🙂 My name is Sarah Parker and I live in Berlin.";

        JsonArray answer = (await endpoint.AskAsync(Text, $$"""{"aggregation_strategy":"{{strategy}}"}""")).AsArray();

        Assert.Equal(kind, answer[0]![key]!.GetValue<string>());
        Assert.Equal(word, answer[0]!["word"]!.GetValue<string>());
        // Python counts the emoji as one character, C# as two.
        Assert.Equal(Text.IndexOf("Sarah", StringComparison.Ordinal) - 1, answer[0]!["start"]!.GetValue<int>());
        Assert.Equal(Text.IndexOf("Berlin", StringComparison.Ordinal) + 5, answer[^1]!["end"]!.GetValue<int>());
    }

    [Fact]
    public async Task LabelsCanBeIgnored()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("token-classification");

        JsonArray answer = (await endpoint.AskAsync("Sarah lives in Berlin", """{"ignore_labels":["O","PER"]}""")).AsArray();

        Assert.Equal("Berlin", Assert.Single(answer)!["word"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("What's my name?", "My name is Clara and I live in Berkeley.", "Clara")]
    [InlineData("Where do I live?", "My name is Clara and I live in Berkeley.", "Berkeley")]
    [InlineData(
        "What is used for inference?",
        "My Name is Philipp and I live in Nuremberg. This model is used with sagemaker for inference.",
        "sagemaker")]
    [InlineData("When was the tower built?", "The tower is 324 metres tall. The tower was built in 1889 by Eiffel.", "1889")]
    public async Task AnAnswerIsAPieceOfTheContext(string question, string context, string expected)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("question-answering");

        JsonNode answer = await endpoint.AskAsync(new JsonObject { ["question"] = question, ["context"] = context });

        Assert.Equal(expected, answer["answer"]!.GetValue<string>());
        Assert.Equal(expected, context[answer["start"]!.GetValue<int>()..answer["end"]!.GetValue<int>()]);
        Assert.InRange(answer["score"]!.GetValue<double>(), 0.01, 1);
    }

    [Fact]
    public async Task SeveralAnswersComeAsAList()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("question-answering");
        const string Inputs = """{"question":"Who lives in Berkeley?","context":"Clara lives in Berkeley, Bob lives in London."}""";

        JsonArray answers = (await endpoint.AskBodyAsync($$$"""{"inputs":{{{Inputs}}},"parameters":{"top_k":2}}""")).AsArray();

        Assert.Equal(2, answers.Count);
        Assert.True(answers[0]!["score"]!.GetValue<double>() >= answers[1]!["score"]!.GetValue<double>());
    }

    [Fact]
    public async Task ASummaryIsMadeOfSentencesAndNoLongerThanAskedFor()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("summarization");
        const string Text =
            "The tower is tall. The tower is the tallest structure in Paris. A cat sleeps. Many people visit the tower each year.";

        string usual = (await endpoint.AskAsync(Text))[0]!["summary_text"]!.GetValue<string>();
        string brief = (await endpoint.AskAsync(Text, """{"max_length":4}"""))[0]!["summary_text"]!.GetValue<string>();

        Assert.Contains("The tower is", usual, StringComparison.Ordinal);
        Assert.DoesNotContain("cat", usual, StringComparison.Ordinal);
        Assert.True(usual.Length < Text.Length);
        Assert.Equal(4, brief.Split(' ').Length);
    }

    [Theory]
    [InlineData("translation", "me/model", "{}", "Mon nom est Clara et je habite à Berlin")]
    [InlineData("translation", "me/opus-mt-en-de", "{}", "Mein Name ist Clara und ich lebe in Berlin")]
    [InlineData("translation_en_to_de", "me/model", "{}", "Mein Name ist Clara und ich lebe in Berlin")]
    [InlineData("translation", "me/model", """{"src_lang":"en_XX","tgt_lang":"de_DE"}""", "Mein Name ist Clara und ich lebe in Berlin")]
    [InlineData("translation", "me/model", """{"generate_kwargs":{"max_length":3}}""", "Mon nom est")]
    public async Task TheLanguagesComeFromTheParametersTheTaskOrTheModel(string task, string repository, string parameters, string expected)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync(task, repository);

        Assert.Equal(
            expected, (await endpoint.AskAsync(
                "My name is Clara and I live in Berlin", parameters))[0]!["translation_text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("translate English to German: The house is red", "Der Haus ist rot")]
    [InlineData("question: Who lives in Berlin? context: Clara lives in Berlin.", "Clara")]
    [InlineData("summarize: A cat sleeps.", "A cat sleeps.")]
    public async Task ATextSaysWhatToDoWithIt(string text, string expected)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text2text-generation");

        Assert.Equal(expected, (await endpoint.AskAsync(text))[0]!["generated_text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("[MASK]")]
    [InlineData("<mask>")]
    public async Task AGapIsFilledWithTheWordsThatFollow(string mask)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("fill-mask");

        JsonArray answer = (await endpoint.AskAsync($"The harbour {mask} before the town does.")).AsArray();

        Assert.Equal(5, answer.Count);
        Assert.Equal("wakes", answer[0]!["token_str"]!.GetValue<string>());
        Assert.Equal("The harbour wakes before the town does.", answer[0]!["sequence"]!.GetValue<string>());
        Assert.NotEqual(answer[0]!["token"]!.GetValue<int>(), answer[1]!["token"]!.GetValue<int>());
    }

    [Fact]
    public async Task OnlyTheTargetsAreConsideredForAGap()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("fill-mask");

        JsonArray answer = (await endpoint.AskAsync("The harbour [MASK].", """{"targets":["sings","wakes"],"top_k":9}""")).AsArray();

        Assert.Equal(["wakes", "sings"], answer.Select(item => item!["token_str"]!.GetValue<string>()));
    }

    [Fact]
    public async Task ZeroShotScoresSumToOneUnlessSeveralLabelsMayFit()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("zero-shot-classification");
        const string Text = "The striker scored a goal and the football team won";

        JsonArray one = (await endpoint.AskAsync(Text, """{"candidate_labels":"food, sports, weather"}""")).AsArray();
        JsonArray several = (await endpoint.AskAsync(Text, """{"candidate_labels":["sports","football","food"],"multi_label":true}"""))
            .AsArray();

        Assert.Equal("sports", one[0]!["label"]!.GetValue<string>());
        Assert.Equal(1, one.Sum(item => item!["score"]!.GetValue<double>()), 6);
        Assert.Equal("food", several[2]!["label"]!.GetValue<string>());
        Assert.True(several.Take(2).All(item => item!["score"]!.GetValue<double>() > 0.5));
    }

    [Fact]
    public async Task FeaturesAreAVectorForEachToken()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("feature-extraction");

        JsonArray tokens = (await endpoint.AskBodyAsync("""{"inputs":"one two three","normalize":true,"dimensions":64}""")).AsArray();

        Assert.Equal(4, tokens.Count);
        Assert.All(tokens, token => Assert.Equal(1, token!.AsArray().Sum(value => Math.Pow(value!.GetValue<double>(), 2)), 3));
        Assert.All(tokens, token => Assert.Equal(64, token!.AsArray().Count));
    }

    [Fact]
    public async Task SentencesAreComparedEmbeddedAndRanked()
    {
        await using TaskEndpoint similarity = await TaskEndpoint.StartAsync("sentence-similarity");
        await using TaskEndpoint embeddings = await TaskEndpoint.StartAsync("sentence-embeddings");
        await using TaskEndpoint ranking = await TaskEndpoint.StartAsync("text-ranking");

        JsonArray near = (await similarity.AskBodyAsync("""{"inputs":{"source_sentence":"a cat","sentences":["a kitten","a tax"]}}"""))
            .AsArray();
        JsonArray vector = (await embeddings.AskAsync("a cat")).AsArray();
        JsonArray ranked =
            (await ranking.AskBodyAsync("""{"inputs":{"query":"a cat","texts":["a tax","a kitten"],"return_documents":true}}""")).AsArray();

        Assert.True(near[0]!.GetValue<double>() > near[1]!.GetValue<double>() + 0.2);
        Assert.Equal(384, vector.Count);
        Assert.Equal(1, ranked[0]!["index"]!.GetValue<int>());
        Assert.Equal("a kitten", ranked[0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task AConversationGetsAnAnswer()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("conversational");

        JsonNode answer = await endpoint.AskBodyAsync("""{"inputs":[{"role":"user","content":"Which boat is best?"}]}""");

        JsonArray messages = answer[0]!["generated_text"]!.AsArray();
        Assert.Equal("assistant", messages[1]!["role"]!.GetValue<string>());
        Assert.NotEqual("", messages[1]!["content"]!.GetValue<string>());
    }
}
