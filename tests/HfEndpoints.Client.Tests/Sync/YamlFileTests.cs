namespace HfEndpoints.Client.Tests;

/// <summary>Files of endpoints in YAML: the same as in JSON, with lines in errors.</summary>
public sealed class YamlFileTests
{
    [Fact]
    public void AFileIsReadLikeJson()
    {
        const string Yaml = """
            # yaml-language-server: $schema=https://example.org/x.json
            $schema: ignored
            Endpoints:
              - Name: chat
                MinReplica: 0
                ScalingMetric: hardwareUsage
                ScalingThreshold: 7.5
                CacheHttpResponse: true
                Revision: "1"
                Task: no
                Domain: ~
                Tag: [a, b]
                Env:
                  LEVEL: info
                  PORT: 80
                Secret: { KEY: "env:KEY", OLD: null }
            """;
        const string Json = """
            { "Endpoints": [ { "Name": "chat", "MinReplica": 0, "ScalingMetric": "hardwareUsage", "ScalingThreshold": 7.5,
              "CacheHttpResponse": true, "Revision": "1", "Task": "no", "Tag": ["a", "b"], "Env": { "LEVEL": "info", "PORT": "80" },
              "Secret": { "KEY": "env:KEY", "OLD": null } } ] }
            """;

        Assert.Equal(
            EndpointFileWriter.ToJson(EndpointFileReader.ReadJson(Json, "x.json")),
            EndpointFileWriter.ToJson(EndpointFileReader.ReadYaml(Yaml, "x.yaml")));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("true")]
    [InlineData("no")]
    [InlineData("12")]
    [InlineData("1e3")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("a: b # c")]
    [InlineData("- x")]
    [InlineData("two\nlines\n")]
    [InlineData(" blank ")]
    [InlineData("'\"\\")]
    [InlineData("env:KEY")]
    [InlineData("\u00e9\ud83d\ude00\u0001")]
    public void AWrittenTextIsReadAsItWas(string text)
    {
        string json = new System.Text.Json.Nodes.JsonObject
        {
            ["Endpoints"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
            {
                ["Name"] = "chat",
                ["Env"] = new System.Text.Json.Nodes.JsonObject { ["A"] = text, [text] = "x" },
            }),
        }.ToJsonString();
        IReadOnlyList<EndpointEntry> entries = EndpointFileReader.ReadJson(json, "x.json");

        IReadOnlyList<EndpointEntry> read = EndpointFileReader.ReadYaml(EndpointFileWriter.ToYaml(entries), "x.yaml");

        Assert.Equal(EndpointFileWriter.ToJson(entries), EndpointFileWriter.ToJson(read));
    }

    [Theory]
    [InlineData("Endpoints:\n  - Name: chat\n    Regoin: x", 3)]
    [InlineData("Endpoints:\n  - Name: chat\n    MinReplica: many", 3)]
    [InlineData("Endpoints:\n  - Name: @x", 2)]
    [InlineData("Endpoints:\n  - &a\n    Name: chat\n  - *a", 4)]
    [InlineData("Endpoints: []\n---\nEndpoints: []", 2)]
    [InlineData("Endpoints:\n  - ? [a]\n    : b", 2)]
    [InlineData("", 1)]
    public void AnErrorNamesTheLine(string yaml, int line)
    {
        HfException failure = Assert.Throws<HfException>(() => EndpointFileReader.ReadYaml(yaml, "x.yaml"));

        Assert.Equal(HfErrorKind.InvalidFile, failure.Kind);
        Assert.Contains($"line {line}:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeepNestingIsAnErrorOfTheFile()
    {
        string yaml = $"Endpoints:\n  - Name: chat\n    Network: {new string('[', 5000)}";

        Assert.Equal(
            HfErrorKind.InvalidFile,
            Assert.Throws<HfException>(() => EndpointFileReader.ReadYaml(yaml, "x.yaml")).Kind);
    }
}
