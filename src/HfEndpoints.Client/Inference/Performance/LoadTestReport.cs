using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HfEndpoints.Client.Inference;

/// <summary>Load tests as files: a page for people, and JSON for programs and for the comparison with a later test.</summary>
public static class LoadTestReport
{
    /// <summary>Writes a page with charts, which loads nothing from elsewhere and has no script.</summary>
    /// <param name="stages">The stages of one or several tests, in their order.</param>
    /// <param name="time">When the test ended.</param>
    /// <returns>The page.</returns>
    public static string ToHtml(IReadOnlyList<HfPerformanceStage> stages, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(stages);
        return LoadPage.ToHtml(stages, time);
    }

    /// <summary>Writes the stages as JSON. Times are in milliseconds.</summary>
    /// <param name="stages">The stages of one or several tests, in their order.</param>
    /// <param name="time">When the test ended.</param>
    /// <returns>The JSON, which <see cref="ReadAsync"/> reads.</returns>
    public static string ToJson(IReadOnlyList<HfPerformanceStage> stages, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(stages);

        // What a test was compared with is another test's.
        var file = new LoadTestFile(LoadTestFile.LoadTest, time, [.. stages.Select(stage => stage with { Change = null })]);
        return JsonSerializer.Serialize(file, LoadTestJsonContext.Default.LoadTestFile);
    }

    /// <summary>Reads the stages of a test from its JSON.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The stages, at least one.</returns>
    /// <exception cref="HfException">The file can't be read, or contains something else.</exception>
    public static async Task<IReadOnlyList<HfPerformanceStage>> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        LoadTestFile? file;
        try
        {
            using var report = new MemoryStream(WholeFile.Read(path, WholeFile.MaxSettings));
            file = await JsonSerializer.DeserializeAsync(report, LoadTestJsonContext.Default.LoadTestFile, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw NotAReport(path, exception);
        }

        return file is { Kind: LoadTestFile.LoadTest, Stages.Count: > 0 }
            && file.Stages.All(stage =>
                stage is { Endpoint: not null, Task: not null } && stage.Concurrency is null != stage.RequestRate is null)
            ? [.. file.Stages.Select(WithoutNulls)]
            : throw NotAReport(path, null);
    }

    // What is missing is null after reading, also where the record has a default.
    private static HfPerformanceStage WithoutNulls(HfPerformanceStage stage) => stage with
    {
        Errors = [.. (stage.Errors ?? []).Where(error => error?.Kind is not null)],
        Throughput = stage.Throughput ?? [],
        Trend = stage.Trend ?? "",
    };

    private static HfException NotAReport(string path, JsonException? exception) => new(
        HfErrorKind.InvalidFile,
        $"'{path}' is not the JSON report of a load test" + (exception is null ? ". " : $": {exception.Message} ")
        + "Use a file that -ReportPath with a name that ends in .json, or LoadTestReport.ToJson, has written.",
        exception);
}

/// <summary>The JSON of a load test.</summary>
internal sealed record LoadTestFile(string? Kind, DateTimeOffset Time, IReadOnlyList<HfPerformanceStage>? Stages)
{
    public const string LoadTest = "hf-load-test";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters =
    [
        typeof(MillisecondsConverter), typeof(FiniteConverter), typeof(HfListConverter<double>), typeof(HfListConverter<HfErrorCount>),
    ])]
[JsonSerializable(typeof(LoadTestFile))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(HfErrorCount[]))]
internal sealed partial class LoadTestJsonContext : JsonSerializerContext;

// A number is what other programs can calculate with.
internal sealed class MillisecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && Math.Abs(reader.GetDouble()) < TimeSpan.MaxValue.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(reader.GetDouble())
            : throw new JsonException("A time is not a number of milliseconds.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.TotalMilliseconds);
}

// A number such as 1e400 would be read as infinite, which can't be written.
internal sealed class FiniteConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.GetDouble() is var number && double.IsFinite(number)
            ? number
            : throw new JsonException("A figure is not a number.");

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

internal sealed class HfListConverter<T> : JsonConverter<HfList<T>>
{
    public override HfList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T[]>)options.GetTypeInfo(typeof(T[]))) ?? []);

    public override void Write(Utf8JsonWriter writer, HfList<T> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, [.. value], (JsonTypeInfo<T[]>)options.GetTypeInfo(typeof(T[])));
}
