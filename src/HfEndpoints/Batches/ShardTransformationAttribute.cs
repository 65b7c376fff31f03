namespace HfEndpoints.Commands;

/// <summary>Accepts a shard as text such as 3/8, or as an object with Index and Count, such as a copy of one from a file.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShardTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or HfBatchShard)
        {
            return value;
        }

        (object? Index, object? Count) given = value is IDictionary table
            ? (table["Index"], table["Count"])
            : (PSObject.AsPSObject(inputData).Properties["Index"]?.Value, PSObject.AsPSObject(inputData).Properties["Count"]?.Value);
        string text = value is not string && given is ({ } index, { } count)
            ? string.Create(CultureInfo.InvariantCulture, $"{index}/{count}")
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        try
        {
            return HfBatchShard.Parse(text);
        }
        catch (HfException exception)
        {
            throw new ArgumentTransformationMetadataException(exception.Message, exception);
        }
    }
}
