using System.Text;

namespace HfEndpoints.Fuzz;

/// <summary>
/// Four times the input takes about four times the work, counted by what is allocated: a clock would measure the machine.
/// </summary>
public sealed class LinearTests
{
    private const int Short = 4_000;

    // Four times, and room for what is allocated in steps.
    private const double MaxGrowth = 7;

    // What a request takes in any case.
    private const long Base = 2 << 20;

    private static readonly Dictionary<string, (string Call, int Status, string[] Headers, Func<int, string> Body)> s_cases = new()
    {
        ["a list"] = ("list", 200, [], n => $$"""{"items":[{{Join(n, _ => """{"name":"e"}""")}}]}"""),
        ["a text"] = ("generate", 200, [], n => $$"""{"generated_text":"{{Repeat(n, "xy\\n")}}"}"""),
        ["members"] = ("get", 200, [], n => $"{{{Join(n, i => $"\"m{i}\":{i}")},\"name\":\"e\"}}"),
        ["members twice"] = ("get", 200, [], n => $"{{{Join(n, i => $"\"m{i}\":{i}")},\"m0\":1}}"),
        ["nulls"] = ("get", 200, [], n => $$"""{"name":"e","status":{"state":"running"},"x":[{{Join(n, _ => "null")}}]}"""),
        ["halves of pairs"] = ("get", 200, [], n => $$"""{"name":"{{Repeat(n, "\\ud83d")}}"}"""),
        ["NaN"] = ("generate", 200, [], n => $$$"""{"generated_text":"x","details":{"x":[{{{Join(n, _ => "NaN")}}}]}}"""),
        ["backslashes"] = ("chat", 200, [], n => $$$"""{"choices":[{"message":{"content":"{{{Repeat(n, "\\\\")}}}"}}]}"""),
        ["quotes without an end"] = ("chat", 200, [], n => Repeat(n, "\"")),
        ["depth"] = ("get", 200, [], n => Repeat(n, "[") + Repeat(n, "]")),
        ["pieces"] = ("stream", 200, [], n => Repeat(n, "data: {\"token\":{\"id\":1,\"text\":\"a\"}}\n\n")),
        ["lines of an event"] = ("stream", 200, [], n => Repeat(n, "data: \n") + "\n"),
        ["comments"] = ("stream chat", 200, [], n => Repeat(n, ": x\n")),
        ["returns"] = ("stream chat", 200, [], n => Repeat(n, "\r")),
        ["titles without an end"] = ("get", 502, ["Content-Type: text/html"], n => Repeat(n, "<title>")),
        ["errors in errors"] = ("get", 500, [], n => $$"""{"errors":[{{Join(n, _ => """{"message":"x"}""")}}]}"""),
        ["vectors"] = ("embed", 200, [], n => $"[[{Join(n, i => $"{i}.5")}],[{Join(n, i => $"{i}.5")}]]"),
        ["metrics"] = ("open metrics", 200, [], n => Repeat(n, "a{b=\"c\"} 1\n")),
        ["scores"] = ("classify", 200, [], n => $"[[{Join(n, i => $"{{\"label\":\"l{i}\",\"score\":0.5}}")}]]"),
        ["log lines"] = ("logs", 200, [], n =>
            $$"""{"items":[{{Join(n, _ => """{"timestamp":"2026-01-02T03:04:05Z","message":"x"}""")}}]}"""),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task FourTimesTheInputTakesFourTimesTheWork(string name)
    {
        (string call, int status, string[] headers, Func<int, string> body) = s_cases[name];

        // What is compiled and cached at first does not count.
        await MeasureAsync(10);
        long once = await MeasureAsync(Short);
        long fourTimes = await MeasureAsync(4 * Short);

        Assert.True(fourTimes < (MaxGrowth * once) + Base, $"{once} and {fourTimes} bytes");

        async Task<long> MeasureAsync(int n)
        {
            var answer = new ForeignAnswer(call, status, 4096, headers, Encoding.UTF8.GetBytes(body(n)));
            return await MemoryMeter.AllocatedAsync(async () => await Record.ExceptionAsync(() => answer.RunAsync()));
        }
    }

    private static string Repeat(int count, string part) => string.Concat(Enumerable.Repeat(part, count));

    private static string Join(int count, Func<int, string> part) => string.Join(',', Enumerable.Range(0, count).Select(part));
}
