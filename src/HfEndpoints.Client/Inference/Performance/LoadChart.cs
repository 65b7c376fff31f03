namespace HfEndpoints.Client.Inference;

/// <summary>Charts as SVG, in the colours of the page's style.</summary>
internal static class LoadChart
{
    private const double Width = 480;
    private const double Height = 260;
    private const double Left = 52;
    private const double Right = 12;
    private const double Top = 22;
    private const double Bottom = 28;
    private const int Colours = 4;
    private const int Steps = 4;

    private static double Floor => Height - Bottom;

    /// <summary>Draws lines through points, the label of each point below the first line.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="names">The names of the lines.</param>
    /// <param name="points">For each point its place, a value on each line, and its label.</param>
    public static string Lines(string title, string[] names, (double X, double?[] Y, string Label)[] points)
    {
        double mostX = Nice(points.Max(point => point.X));
        double mostY = Nice(points.SelectMany(point => point.Y).Max() ?? 0);
        StringBuilder svg = Begin(title, names, mostY);
        double XOf(double x) => Left + (x / mostX * (Width - Left - Right));
        for (int line = 0; line < names.Length; line++)
        {
            string colour = ColourOf(line);
            (double X, double Y, string Label)[] known =
            [
                .. points.Where(point => point.Y[line] is not null)
                    .Select(point => (XOf(point.X), YOf(point.Y[line]!.Value, mostY), point.Label)),
            ];
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"")
                .AppendJoin(' ', known.Select(point => FormattableString.Invariant($"{point.X:0.#},{point.Y:0.#}"))).Append("\"/>");
            for (int index = 0; index < known.Length; index++)
            {
                (double x, double y, string label) = known[index];
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\" fill=\"{colour}\"/>");

                // Beyond the knee the points are close together.
                Text(svg, line == 0, x, y + (index % 2 == 0 ? 14 : 26), "middle", label);
            }
        }

        for (int step = 0; step <= Steps; step++)
        {
            Text(svg, true, XOf(mostX * step / Steps), Height - 10, step == Steps ? "end" : "middle", Short(mostX * step / Steps));
        }

        return End(svg);
    }

    /// <summary>Draws groups of bars.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="names">The names of the bars of each group, if they have any.</param>
    /// <param name="groups">The names of the groups.</param>
    /// <param name="values">The values of each group.</param>
    public static string Bars(string title, string[] names, string[] groups, double?[][] values)
    {
        double most = Nice(values.SelectMany(group => group).Max() ?? 0);
        StringBuilder svg = Begin(title, names, most);
        double room = (Width - Left - Right) / groups.Length;
        for (int group = 0; group < groups.Length; group++)
        {
            double start = Left + (group * room);
            double wide = Math.Min(40, room * 0.8 / Math.Max(1, values[group].Length));
            double inset = (room - (wide * values[group].Length)) / 2;
            for (int bar = 0; bar < values[group].Length; bar++)
            {
                if (values[group][bar] is { } value)
                {
                    double y = YOf(value, most);
                    string colour = ColourOf(names.Length == 0 ? 0 : bar);
                    svg.Append(
                        CultureInfo.InvariantCulture,
                        $"<rect x=\"{start + inset + (bar * wide):0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(1, wide - 1):0.#}\" ").Append(
                        CultureInfo.InvariantCulture,
                        $"height=\"{Floor - y:0.#}\" fill=\"{colour}\"><title>{Short(value)}</title></rect>");
                    Text(svg, values[group].Length == 1, start + (room / 2), y - 4, "middle", Short(value));
                }
            }

            Text(svg, true, start + (room / 2), Height - 10, "middle", groups[group]);
        }

        return End(svg);
    }

    private static StringBuilder Begin(string title, string[] names, double most)
    {
        var svg = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<figure><h2>{title}</h2><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" ")
            .Append(CultureInfo.InvariantCulture, $"aria-label=\"{title}\">");
        for (int step = 0; step <= Steps; step++)
        {
            double value = most * step / Steps;
            double y = YOf(value, most);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
            Text(svg, true, Left - 6, y + 4, "end", Short(value));
        }

        for (int line = 0; line < names.Length; line++)
        {
            double x = Width - Right - ((names.Length - line) * 46);
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"4\" width=\"10\" height=\"10\" fill=\"{ColourOf(line)}\"/>");
            Text(svg, true, x + 14, 13, "start", names[line]);
        }

        return svg;
    }

    private static string End(StringBuilder svg) => svg.Append("</svg></figure>\n").ToString();

    private static void Text(StringBuilder svg, bool isShown, double x, double y, string anchor, string text)
    {
        if (isShown)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{text}</text>");
        }
    }

    private static double YOf(double value, double most) => Floor - (value / most * (Floor - Top));

    private static string ColourOf(int line) => $"var(--s{line % Colours})";

    private static string Short(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    // The end of an axis, of which the quarters are round too.
    private static double Nice(double most)
    {
        if (!(most > 0))
        {
            return 1;
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return power * (most / power) switch { <= 1 => 1, <= 2 => 2, <= 3 => 3, <= 4 => 4, <= 6 => 6, <= 8 => 8, _ => 10 };
    }
}
