using System.Globalization;

namespace HfEndpoints.Emulator;

internal static class OptionsParser
{
    public const string Usage = """
        Hugging Face Inference Endpoints on loopback, for tests.

        Usage: HfEndpoints.Emulator [options]

          --port N            port on 127.0.0.1, 0 for any free one (8765)
          --user NAME         the user every token belongs to (alice)
          --org NAME          an organization of the user; repeatable (acme, globex)
          --token TOKEN       an accepted token; repeatable (any token)
          --speed X           the service's clock runs X times faster; 0 stops it (1)
          --seed N            seeds everything random (0)
          --generate-ms N     real time of one answer (0)
          --token-ms N        real time between streamed chunks (0)
          --max-concurrent N  answers at once per replica, above it 429 or a queue (128)
          --page-size N       endpoints per page of a list (20)
          --log-search on|off whether logs can be searched, or answer 501 (on)
          --backend URL       a real server that answers for deployed endpoints (none)
          --help              this text
        """;

    public static EmulatorOptions Parse(IReadOnlyList<string> args)
    {
        var options = new EmulatorOptions();
        List<string> organizations = [];
        List<string> tokens = [];
        for (int i = 0; i < args.Count; i++)
        {
            (string name, string value) = Split(args, ref i);
            options = name switch
            {
                "--port" => options with { Port = Integer(name, value, 0, 65535) },
                "--user" => options with { User = Name(name, value) },
                "--org" => Collect(options, organizations, Name(name, value)),
                "--token" => Collect(options, tokens, value),
                "--speed" => options with { Speed = Number(name, value) },
                "--seed" => options with { Seed = Integer(name, value, int.MinValue, int.MaxValue) },
                "--generate-ms" => options with { GenerateTime = Milliseconds(name, value) },
                "--token-ms" => options with { TokenTime = Milliseconds(name, value) },
                "--max-concurrent" => options with { MaxConcurrent = Integer(name, value, 1, int.MaxValue) },
                "--page-size" => options with { PageSize = Integer(name, value, 1, 1000) },
                "--backend" => options with { Backend = Address(name, value) },
                "--log-search" => options with { LogSearch = Switch(name, value) },
                _ => throw new OptionException($"Unknown option '{name}'."),
            };
        }

        return options with
        {
            Organizations = organizations.Count > 0 ? organizations : options.Organizations,
            Tokens = tokens,
        };
    }

    private static (string Name, string Value) Split(IReadOnlyList<string> args, ref int index)
    {
        string argument = args[index];
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (argument.StartsWith("--", StringComparison.Ordinal) && equals > 0)
        {
            return (argument[..equals], argument[(equals + 1)..]);
        }

        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            throw new OptionException($"Unexpected argument '{argument}'.");
        }

        if (index + 1 >= args.Count)
        {
            throw new OptionException(Usage.Contains($" {argument} ", StringComparison.Ordinal)
                ? $"Option '{argument}' needs a value."
                : $"Unknown option '{argument}'.");
        }

        return (argument, args[++index]);
    }

    private static EmulatorOptions Collect(EmulatorOptions options, List<string> into, string value)
    {
        if (value.Length == 0)
        {
            throw new OptionException("A name or token cannot be empty.");
        }

        into.Add(value);
        return options;
    }

    private static string Name(string option, string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? value
            : throw new OptionException($"Option '{option}' takes a name of letters, digits, '-', '_' and '.', not '{value}'.");

    private static int Integer(string option, string value, int minimum, int maximum) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum
            ? number
            : throw new OptionException($"Option '{option}' takes a whole number from {minimum} to {maximum}, not '{value}'.");

    private static bool Switch(string option, string value) =>
        value is "on" or "off" ? value == "on" : throw new OptionException($"Option '{option}' takes on or off, not '{value}'.");

    private static Uri Address(string option, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? address
            : throw new OptionException($"Option '{option}' takes the address of a server such as http://127.0.0.1:8080, without user or query, not '{value}'.");

    private static double Number(string option, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and <= 1e6
            ? number
            : throw new OptionException($"Option '{option}' takes a number from 0 to 1000000, not '{value}'.");

    private static TimeSpan Milliseconds(string option, string value) =>
        TimeSpan.FromMilliseconds(Integer(option, value, 0, 3_600_000));
}
