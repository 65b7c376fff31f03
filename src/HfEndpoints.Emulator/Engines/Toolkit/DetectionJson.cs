namespace HfEndpoints.Emulator;

/// <summary>Areas of a picture as detectors answer them.</summary>
internal static class DetectionJson
{
    private const double Surest = 0.999;

    /// <summary>How sure a detector is of an area: the more so the more of its box it fills.</summary>
    public static double Score(Region region) => Math.Min(Surest, 0.3 + (0.7 * region.Fill));

    public static JsonArray List(IEnumerable<(Region Region, string Label)> found, double threshold) => new(
    [
        .. from entry in found
           let score = Score(entry.Region)
           where score > threshold
           orderby score descending, entry.Region.Area descending
           select new JsonObject
           {
               ["score"] = score,
               ["label"] = entry.Label,
               ["box"] = new JsonObject
               {
                   ["xmin"] = entry.Region.Left,
                   ["ymin"] = entry.Region.Top,
                   ["xmax"] = entry.Region.Right,
                   ["ymax"] = entry.Region.Bottom,
               },
           },
    ]);
}
