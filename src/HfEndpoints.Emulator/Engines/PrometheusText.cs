namespace HfEndpoints.Emulator;

/// <summary>Builds the text of a /metrics route.</summary>
internal sealed class PrometheusText(string labels = "")
{
    private readonly StringBuilder _text = new();
    public PrometheusText Counter(string name, string help, double value) => Add("counter", name, help, value);
    public PrometheusText Gauge(string name, string help, double value) => Add("gauge", name, help, value);

    /// <summary>A histogram of which only sum and count are known.</summary>
    public PrometheusText Sum(string name, string help, double sum, long count)
    {
        Head("histogram", name, help);
        string inner = labels.Length == 0 ? "" : labels + ",";
        Line($"{name}_bucket{{{inner}le=\"+Inf\"}} {count}");
        Line($"{name}_sum{Braces} {sum:0.######}");
        Line($"{name}_count{Braces} {count}");
        return this;
    }

    public RawAnswer ToAnswer() => new(_text.ToString(), ContentType: "text/plain; version=0.0.4; charset=utf-8");

    private string Braces => labels.Length == 0 ? "" : $"{{{labels}}}";

    private PrometheusText Add(string type, string name, string help, double value)
    {
        Head(type, name, help);
        Line($"{name}{Braces} {value:0.######}");
        return this;
    }

    private void Head(string type, string name, string help)
    {
        Line($"# HELP {name} {help}");
        Line($"# TYPE {name} {type}");
    }

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
