using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class JsonTextTests
{
    [Fact]
    public void ItIsTheTextOfAnObject() =>
        Assert.Equal(
            ["""{"top_k":3}""", """{"top_k":3}""", """{"top_k":3}"""],
            [
                $"{JsonText.Parse("{ \"top_k\": 3 }")}",
                $"{JsonText.FromObject(new { top_k = 3 })}",
                $"{JsonText.FromObject(new Dictionary<string, object> { ["top_k"] = 3 })}",
            ]);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"a":"\ud83d"}""")]
    public void AnythingElseIsRefused(string json) =>
        Assert.Equal(HfErrorKind.InvalidRequest, Assert.Throws<HfException>(() => JsonText.Parse(json)).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public void AnInputOfATaskIsJson(string json) =>
        Assert.Equal(HfErrorKind.InvalidRequest, Assert.Throws<HfException>(() => TaskInput.FromJson(json)).Kind);

    [Fact]
    public void ParametersOfChatReadAsTheyWereSet()
    {
        var parameters = new ChatParameters { LogitBias = new Dictionary<string, double> { ["5"] = -1.5 } };

        Assert.Equal(-1.5, parameters.LogitBias!["5"]);
        Assert.All(
            new[] { null, "auto", "none", "required", "get_weather" },
            choice => Assert.Equal(choice, new ChatParameters { ToolChoice = choice }.ToolChoice));
    }
}
