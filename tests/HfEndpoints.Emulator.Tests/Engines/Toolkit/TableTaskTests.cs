using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class TableTaskTests
{
    private const string Table =
        """{"Repository":["Transformers","Datasets","Tokenizers"],"Stars":["36542","4512","3934"],"Language":["Python","Python","Rust"]}""";

    [Theory]
    [InlineData("How many stars does the transformers repository have?", "36542", "NONE", "0,1")]
    [InlineData("What is the total of stars?", "SUM > 36542, 4512, 3934", "SUM", "0,1 1,1 2,1")]
    [InlineData("What is the average of stars?", "AVERAGE > 36542, 4512, 3934", "AVERAGE", "0,1 1,1 2,1")]
    [InlineData("How many repositories are there?", "COUNT > Transformers, Datasets, Tokenizers", "COUNT", "0,0 1,0 2,0")]
    [InlineData("Which repository has the most stars?", "Transformers", "NONE", "0,0")]
    [InlineData("Which repository has the fewest stars?", "Tokenizers", "NONE", "2,0")]
    [InlineData("What is the language of tokenizers?", "Rust", "NONE", "2,2")]
    public async Task QuestionsAreAnsweredWithCells(string question, string expected, string aggregator, string coordinates)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("table-question-answering");

        JsonNode answer = await endpoint.AskAsync(new JsonObject { ["query"] = question, ["table"] = JsonNode.Parse(Table) });

        Assert.Equal(expected, answer["answer"]!.GetValue<string>());
        Assert.Equal(aggregator, answer["aggregator"]!.GetValue<string>());
        Assert.Equal(coordinates, string.Join(' ', answer["coordinates"]!.AsArray().Select(cell => $"{cell![0]},{cell[1]}")));
        Assert.Equal(answer["coordinates"]!.AsArray().Count, answer["cells"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"table":{"A":["1","2","30"],"B":[1,2,30]}}""")]
    [InlineData("""{"inputs":{"data":{"A":["1","2","30"],"B":[1,2,30]}}}""")]
    [InlineData("""{"inputs":[{"A":1,"B":1},{"A":2,"B":2},{"A":30,"B":30}]}""")]
    public async Task RowsAreClassifiedAgainstTheTablesMeans(string body)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("tabular-classification");

        JsonArray answer = (await endpoint.AskBodyAsync(body)).AsArray();

        Assert.Equal([0, 0, 2], answer.Select(item => item!.GetValue<int>()));
    }

    [Fact]
    public async Task ARegressionIsLinearInTheColumns()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("tabular-regression");

        double[] answer = [.. (await endpoint.AskBodyAsync("""{"table":{"Height":["1","2","3"],"Name":["a","b","c"]}}""")).AsArray().Select(
            item => item!.GetValue<double>())];

        Assert.Equal(answer[0] * 2, answer[1], 5);
        Assert.Equal(answer[0] * 3, answer[2], 5);
        Assert.NotEqual(0, answer[0]);
    }

    [Theory]
    [InlineData("""{"inputs":"x"}""", "inputs must be a dict, but a `<class 'str'>` was provided instead.")]
    [InlineData(
        """{"inputs":{"query":"x"}}""",
        "table-question-answering expects `inputs` to be a dict containing the keys `table` and either `question` or `query`.")]
    [InlineData("""{"inputs":{"query":"x","table":{}}}""", "table is empty")]
    [InlineData("""{"inputs":{"query":"","table":{"A":["1"]}}}""", "query is empty")]
    [InlineData("""{"inputs":{"query":"x","table":{"A":["1"],"B":[]}}}""", "All arrays must be of the same length")]
    public async Task ATableThatIsNoneIsRefused(string body, string error)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("table-question-answering");

        Assert.Equal(error, await endpoint.RefusalAsync(body));
    }
}
