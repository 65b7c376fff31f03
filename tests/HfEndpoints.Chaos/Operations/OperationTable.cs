namespace HfEndpoints.Chaos;

/// <summary>All operations, and how often each is drawn.</summary>
internal static class OperationTable
{
    private static readonly (int Weight, Func<Random, World, Operation> Make)[] s_table =
    [
        (6, EndpointOperations.Create),
        (2, EndpointOperations.CreateFromCatalog),
        (2, EndpointOperations.CreateWithoutName),
        (5, EndpointOperations.Change),
        (4, EndpointOperations.Suspend),
        (4, EndpointOperations.Resume),
        (4, EndpointOperations.Remove),
        (2, EndpointOperations.Wait),
        (2, EndpointOperations.Use),
        (3, FileOperations.Synchronize),
        (3, FileOperations.Export),
        (3, FileOperations.Batch),
        (6, InferenceOperations.Generate),
        (5, InferenceOperations.Stream),
        (5, InferenceOperations.Chat),
        (4, InferenceOperations.ChatStream),
        (5, InferenceOperations.Embed),
        (3, InferenceOperations.Rank),
        (4, InferenceOperations.Classify),
        (20, Readings.Draw),
        (2, NetworkOperations.CreateList),
        (2, NetworkOperations.ChangeList),
        (2, NetworkOperations.RemoveList),
        (2, NetworkOperations.CreateDomain),
        (2, NetworkOperations.RemoveDomain),
    ];

    private static readonly int s_sum = s_table.Sum(row => row.Weight);

    public static Operation Draw(Random random, World world)
    {
        int at = random.Next(s_sum);
        foreach ((int weight, Func<Random, World, Operation> make) in s_table)
        {
            if ((at -= weight) < 0)
            {
                return make(random, world);
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }
}
