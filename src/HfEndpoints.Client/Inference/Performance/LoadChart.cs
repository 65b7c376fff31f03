namespace HfEndpoints.Client.Inference;

/// <summary>A point of a chart: its place, a value on each line, and its label.</summary>
internal readonly record struct LoadPoint(double X, double?[] Y, string Label);

/// <summary>Charts as SVG, in the colours of the page's style.</summary>
internal static class LoadChart
{
    private const double Narrow = 480;
    private const double Wide = 2 * Narrow;
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
    /// <param name="before">The points of the baseline.</param>
    public static string Lines(string title, string[] names, LoadPoint[] points, LoadPoint[] before)
    {
        LoadPoint[] all = [.. points, .. before];
        double mostX = Nice(all.Max(point => point.X));
        double mostY = Nice(all.SelectMany(point => point.Y).Max() ?? 0);
        StringBuilder svg = Begin(title, names, mostY, Narrow);
        double XOf(double x) => Left + (x / mostX * (Narrow - Left - Right));
        for (int line = 0; line < names.Length; line++)
        {
            string colour = ColourOf(line);
            (double X, double Y, string Label)[] Place(LoadPoint[] some) =>
            [
                .. some.Where(point => point.Y[line] is not null)
                    .Select(point => (XOf(point.X), YOf(point.Y[line]!.Value, mostY), point.Label)),
            ];
            (double X, double Y, string Label)[] known = Place(points);
            Connect(svg, colour, "dashed", Place(before));
            Connect(svg, colour, "line", known);
            for (int index = 0; index < known.Length; index++)
            {
                (double x, double y, string label) = known[index];
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\" fill=\"{colour}\"/>");

                // Beyond the knee the points are close together.
                if (line == 0)
                {
                    Text(svg, x, y + (index % 2 == 0 ? 14 : 26), "middle", label);
                }
            }
        }

        for (int step = 0; step <= Steps; step++)
        {
            Text(svg, XOf(mostX * step / Steps), Height - 10, step == Steps ? "end" : "middle", Short(mostX * step / Steps));
        }

        return End(svg);
    }

    /// <summary>Draws groups of bars.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="names">The names of the bars of each group, if they have any.</param>
    /// <param name="groups">The names of the groups.</param>
    /// <param name="values">The values of each group.</param>
    /// <param name="before">Those of the baseline, drawn as marks; a group without one is empty.</param>
    /// <param name="isWide">Whether it takes the place of two charts.</param>
    public static string Bars(string title, string[] names, string[] groups, double?[][] values, double?[][] before, bool isWide = false)
    {
        double width = isWide ? Wide : Narrow;
        double most = Nice(values.Concat(before).SelectMany(group => group).Max() ?? 0);
        StringBuilder svg = Begin(title, names, most, width);
        double room = (width - Left - Right) / groups.Length;
        for (int group = 0; group < groups.Length; group++)
        {
            double start = Left + (group * room);
            double wide = Math.Min(40, room * 0.8 / Math.Max(1, values[group].Length));
            double inset = (room - (wide * values[group].Length)) / 2;
            for (int bar = 0; bar < values[group].Length; bar++)
            {
                double left = start + inset + (bar * wide);
                double? old = bar < before[group].Length ? before[group][bar] : null;
                if (values[group][bar] is { } value)
                {
                    double y = YOf(value, most);
                    string colour = ColourOf(names.Length == 0 ? 0 : bar);
                    svg.Append(
                        CultureInfo.InvariantCulture,
                        $"<rect x=\"{left:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(1, wide - 1):0.#}\" ").Append(
                        CultureInfo.InvariantCulture,
                        $"height=\"{Floor - y:0.#}\" fill=\"{colour}\"><title>{Short(value)}</title></rect>");
                    if (values[group].Length == 1)
                    {
                        // Above the mark too, if that is just above the bar.
                        double top = old is { } mark && YOf(mark, most) < y && YOf(mark, most) > y - 20 ? YOf(mark, most) : y;
                        Text(svg, start + (room / 2), top - 4, "middle", Short(value));
                    }
                }

                if (old is { } height)
                {
                    double y = YOf(height, most);
                    svg.Append(CultureInfo.InvariantCulture, $"<line class=\"before\" x1=\"{left - 2:0.#}\" x2=\"{left + wide + 1:0.#}\" ")
                        .Append(CultureInfo.InvariantCulture, $"y1=\"{y:0.#}\" y2=\"{y:0.#}\"><title>{Short(height)}</title></line>");
                }
            }

            Text(svg, start + (room / 2), Height - 10, "middle", groups[group]);
        }

        return End(svg);
    }

    private static void Connect(StringBuilder svg, string colour, string style, (double X, double Y, string Label)[] points) => svg
        .Append(CultureInfo.InvariantCulture, $"<polyline class=\"{style}\" stroke=\"{colour}\" points=\"")
        .AppendJoin(' ', points.Select(point => FormattableString.Invariant($"{point.X:0.#},{point.Y:0.#}"))).Append("\"/>");

    private static StringBuilder Begin(string title, string[] names, double most, double width)
    {
        string wide = width > Narrow ? " class=\"double\"" : "";
        var svg = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<figure{wide}><h2>{title}</h2><svg viewBox=\"0 0 {width} {Height}\" role=\"img\" ")
            .Append(CultureInfo.InvariantCulture, $"aria-label=\"{title}\">");
        for (int step = 0; step <= Steps; step++)
        {
            double value = most * step / Steps;
            double y = YOf(value, most);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
            Text(svg, Left - 6, y + 4, "end", Short(value));
        }

        for (int line = 0; line < names.Length; line++)
        {
            double x = width - Right - ((names.Length - line) * 46);
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"4\" width=\"10\" height=\"10\" fill=\"{ColourOf(line)}\"/>");
            Text(svg, x + 14, 13, "start", names[line]);
        }

        return svg;
    }

    private static string End(StringBuilder svg) => svg.Append("</svg></figure>\n").ToString();

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{text}</text>");

    private static double YOf(double value, double most) => Floor - (value / most * (Floor - Top));

    private static string ColourOf(int line) => $"var(--s{line % Colours})";

    private static string Short(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
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
