using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HfEndpoints.Client;

/// <summary>Reads YAML and keeps the line of each value. Plain words are read by YAML 1.2's core schema, so that 'no' is a text.</summary>
internal sealed partial class YamlSource
{
    private readonly Parser _parser;
    private readonly FileProblems _problems;

    private YamlSource(string text, string file)
    {
        _parser = new Parser(new StringReader(text));
        _problems = new FileProblems(file);
    }

    public static SourceNode Parse(string text, string file)
    {
        var source = new YamlSource(text, file);
        try
        {
            return source.ReadDocument();
        }
        catch (YamlException exception)
        {
            throw Invalid(exception.Start.Line, exception);
        }
        catch (Exception exception) when (exception is not HfException)
        {
            // The parser does not know an error for everything that is not YAML.
            throw Invalid(source._parser.Current?.Start.Line ?? 1, exception);
        }

        HfException Invalid(long line, Exception cause) =>
            new(HfErrorKind.InvalidFile, $"'{file}', line {line}: this is not valid YAML. {cause.Message}", cause);
    }

    private SourceNode ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return new SourceNode { Line = 1 };
        }

        _parser.Consume<DocumentStart>();
        SourceNode root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        return _parser.TryConsume<StreamEnd>(out _)
            ? root
            : throw _problems.At((int)_parser.Current!.Start.Line, "a file of endpoints is one document.");
    }

    private SourceNode ReadNode(int depth)
    {
        int line = (int)_parser.Current!.Start.Line;
        if (depth > JsonLimits.MaxDepth)
        {
            throw _problems.At(line, "this is nested too deeply.");
        }

        if (_parser.TryConsume<MappingStart>(out _))
        {
            var members = new List<SourceMember>();
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                int keyLine = (int)_parser.Current!.Start.Line;
                string name = _parser.TryConsume<Scalar>(out var key) ? key.Value : throw _problems.At(keyLine, "a key must be a word.");
                members.Add(new SourceMember(name, keyLine, ReadNode(depth + 1)));
            }

            return new SourceNode { Line = line, Members = members };
        }

        if (_parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<SourceNode>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(depth + 1));
            }

            return new SourceNode { Line = line, Items = items };
        }

        return _parser.TryConsume<Scalar>(out var scalar)
            ? new SourceNode
            {
                Line = line,
                Value = scalar.Style == ScalarStyle.Plain ? Resolve(scalar.Value) : JsonValue.Create(scalar.Value),
            }
            : throw _problems.At(line, "aliases of YAML are not supported: write the value here.");
    }

    /// <summary>What a plain word means; null for no value.</summary>
    internal static JsonValue? Resolve(string word) => word switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Whole().IsMatch(word) && long.TryParse(word, CultureInfo.InvariantCulture, out long whole) => JsonValue.Create(whole),
        _ when Number().IsMatch(word) && double.Parse(word, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) =>
            JsonValue.Create(number),
        _ => JsonValue.Create(word),
    };

    [GeneratedRegex(@"^[-+]?\d+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?\z")]
    private static partial Regex Number();
}
