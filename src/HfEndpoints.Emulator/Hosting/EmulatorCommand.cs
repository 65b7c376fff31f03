using System.CommandLine;
using System.CommandLine.Parsing;

namespace HfEndpoints.Emulator;

/// <summary>The command line: its options, what each takes, and what it says of a wrong one.</summary>
internal static class EmulatorCommand
{
    private const int LongestMilliseconds = 3_600_000;
    private const double HighestSpeed = 1e6;
    private const string On = "on";
    private static readonly EmulatorOptions s_defaults = new();
    private static readonly Option<int> s_port = Whole("--port", "Port on 127.0.0.1; 0 for any that is free.", s_defaults.Port, 0, 65535);
    private static readonly Option<string> s_user = Make("--user", "NAME", "The user every token belongs to.", s_defaults.User, Name);
    private static readonly Option<string[]> s_organizations = Many(
        "--org", "NAME", "An organization of the user; repeatable (acme, globex).", Name);
    private static readonly Option<string[]> s_tokens = Many("--token", "TOKEN", "An accepted token; repeatable (any token).", Token);
    private static readonly Option<double> s_speed = Make(
        "--speed", "X", "The service's clock runs X times faster; 0 stops it.", s_defaults.Speed, Number);
    private static readonly Option<int> s_seed = Whole("--seed", "Seeds everything random.", s_defaults.Seed, int.MinValue, int.MaxValue);
    private static readonly Option<int> s_generateTime = Whole("--generate-ms", "Real time of one answer.", 0, 0, LongestMilliseconds);
    private static readonly Option<int> s_tokenTime = Whole("--token-ms", "Real time between streamed chunks.", 0, 0, LongestMilliseconds);
    private static readonly Option<bool> s_realisticLatency = new("--realistic-latency")
    {
        Description = "Answers take as long as on the endpoint's instance.",
    };

    private static readonly Option<int> s_maxConcurrent = Whole(
        "--max-concurrent", "Answers at once per replica; above it 429 or a queue.", s_defaults.MaxConcurrent, 1, int.MaxValue);
    private static readonly Option<int> s_pageSize = Whole("--page-size", "Endpoints per page of a list.", s_defaults.PageSize, 1, 1000);
    private static readonly Option<string> s_logSearch = Make(
        "--log-search", "on|off", "Whether logs can be searched, or answer 501.", On, Switch);
    private static readonly Option<Uri?> s_backend = Make<Uri?>(
        "--backend", "URL", "A real server that answers for deployed endpoints.", null, Address);

    private static readonly Option<bool> s_stopsWithInput = new("--stop-with-input")
    {
        Description = "Stops when its standard input ends, not on Ctrl+C.",
    };

    private static readonly RootCommand s_command = new("Hugging Face Inference Endpoints on loopback, for tests.")
    {
        s_port, s_user, s_organizations, s_tokens, s_speed, s_seed, s_generateTime, s_tokenTime, s_realisticLatency, s_maxConcurrent,
        s_pageSize, s_logSearch, s_backend, s_stopsWithInput,
    };

    private static readonly ParserConfiguration s_parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Reads a command line and runs an emulator by it, or shows the help.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="run">Runs an emulator and gives the code that the process ends with.</param>
    public static Task<int> InvokeAsync(IReadOnlyList<string> args, Func<EmulatorOptions, Task<int>> run)
    {
        s_command.SetAction((result, _) => run(Options(result)));
        ParseResult parsed = s_command.Parse(args, s_parser);
        Refuse(parsed);

        // The host decides what a signal means.
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    /// <inheritdoc cref="EmulatorOptions.Parse"/>
    public static EmulatorOptions Parse(IReadOnlyList<string> args)
    {
        ParseResult parsed = s_command.Parse(args, s_parser);
        Refuse(parsed);
        return Options(parsed);
    }

    private static EmulatorOptions Options(ParseResult result) => new()
    {
        Port = result.GetValue(s_port),
        User = result.GetValue(s_user)!,
        Organizations = result.GetValue(s_organizations) is { Length: > 0 } organizations ? organizations : s_defaults.Organizations,
        Tokens = result.GetValue(s_tokens) ?? [],
        Speed = result.GetValue(s_speed),
        Seed = result.GetValue(s_seed),
        GenerateTime = TimeSpan.FromMilliseconds(result.GetValue(s_generateTime)),
        TokenTime = TimeSpan.FromMilliseconds(result.GetValue(s_tokenTime)),
        RealisticLatency = result.GetValue(s_realisticLatency),
        MaxConcurrent = result.GetValue(s_maxConcurrent),
        PageSize = result.GetValue(s_pageSize),
        LogSearch = result.GetValue(s_logSearch) == On,
        Backend = result.GetValue(s_backend),
        StopsWithInput = result.GetValue(s_stopsWithInput),
    };

    /// <summary>Says what is wrong in the words of this program, which name the option as it was typed.</summary>
    private static void Refuse(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is [string unknown, ..])
        {
            throw new OptionException(unknown.StartsWith("--", StringComparison.Ordinal)
                ? $"Unknown option '{unknown}'."
                : $"Unexpected argument '{unknown}'.");
        }

        if (parsed.Errors is [ParseError error, ..])
        {
            throw new OptionException(error.SymbolResult is OptionResult { Tokens.Count: 0, IdentifierToken: Token option }
                ? $"Option '{option.Value}' needs a value."
                : error.Message);
        }

        if (parsed.GetValue(s_realisticLatency) && (parsed.GetValue(s_generateTime) > 0 || parsed.GetValue(s_tokenTime) > 0))
        {
            throw new OptionException("Option '--realistic-latency' can't be combined with '--generate-ms' or '--token-ms'.");
        }
    }

    private static Option<T> Make<T>(string name, string value, string description, T fallback, Func<string, string, T> read) => new(name)
    {
        Description = description,
        HelpName = value,
        DefaultValueFactory = _ => fallback,
        CustomParser = result => Read(result, name, result.Tokens[0].Value, read),
    };

    private static Option<string[]> Many(string name, string value, string description, Func<string, string, string> read) => new(name)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.Select(token => Read(result, name, token.Value, read) ?? "")],
    };

    private static Option<int> Whole(string name, string description, int fallback, int minimum, int maximum) =>
        Make(name, "N", description, fallback, (option, value) =>
            int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                && number >= minimum
                && number <= maximum
                ? number
                : throw new OptionException($"Option '{option}' takes a whole number from {minimum} to {maximum}, not '{value}'."));

    private static T? Read<T>(ArgumentResult result, string name, string value, Func<string, string, T> read)
    {
        try
        {
            return read(name, value);
        }
        catch (OptionException exception)
        {
            result.AddError(exception.Message);
            return default;
        }
    }

    private static string Name(string option, string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? value
            : throw new OptionException($"Option '{option}' takes a name of letters, digits, '-', '_' and '.', not '{value}'.");

    private static string Token(string option, string value) =>
        value.Length > 0 ? value : throw new OptionException($"Option '{option}' takes a token that is not empty.");

    private static string Switch(string option, string value) =>
        value is On or "off" ? value : throw new OptionException($"Option '{option}' takes on or off, not '{value}'.");

    private static Uri Address(string option, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? address)
            && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? address
            : throw new OptionException(
                $"Option '{option}' takes the address of a server such as http://127.0.0.1:8080, without user or query, not '{value}'.");

    private static double Number(string option, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and <= HighestSpeed
            ? number
            : throw new OptionException($"Option '{option}' takes a number from 0 to 1000000, not '{value}'.");
}
