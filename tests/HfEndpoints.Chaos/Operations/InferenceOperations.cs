namespace HfEndpoints.Chaos;

/// <summary>Operations that call a model. The emulator's answers follow from the input, so each is compared.</summary>
internal static class InferenceOperations
{
    private const int Many = 8;

    private static readonly string[] s_prompts = ["I am", "The sea", "Once upon a time", "Snow in Zürich", "In the 🏔"];

    public static Operation Generate(Random random, World world) => new(
        "Invoke-HfTextGeneration",
        $"'{Prompt(random)}' | ForEach-Object {{ $p = $_; 1..{Many} | ForEach-Object {{ \"$p $_\" }} }} | "
            + $"Invoke-HfTextGeneration {World.Writer} -MaxNewTokens 8 | ForEach-Object {{ \"$($_.Index) $($_.Text)\" }}")
    {
        Items = Many,
        IsFixed = true,
    };

    public static Operation Stream(Random random, World world) => new(
        "Invoke-HfTextGeneration -Stream",
        $"Invoke-HfTextGeneration {World.Writer} '{Prompt(random)}' -MaxNewTokens 30 -Stream | ForEach-Object {{ $_.Text }}")
    {
        IsFixed = true,
        IsStream = true,
    };

    public static Operation Chat(Random random, World world) => new(
        "Invoke-HfChatCompletion",
        $"'{Prompt(random)}', 'Who?', 'Why?' | Invoke-HfChatCompletion {World.Writer} -MaxTokens 12 | ForEach-Object {{ $_.Text }}")
    {
        Items = 3,
        IsFixed = true,
    };

    public static Operation ChatStream(Random random, World world) => new(
        "Invoke-HfChatCompletion -Stream",
        $"Invoke-HfChatCompletion {World.Writer} '{Prompt(random)}' -MaxTokens 30 -Stream | ForEach-Object {{ $_.Text }}")
    {
        IsFixed = true,
        IsStream = true,
    };

    public static Operation Embed(Random random, World world) => new(
        "Invoke-HfFeatureExtraction",
        $"1..40 | ForEach-Object {{ \"{Prompt(random)} $_\" }} | Invoke-HfFeatureExtraction {World.Embedder} | "
            + "ForEach-Object { \"$($_.Index) $($_.Embedding[0])\" }")
    {
        Items = 40,
        IsFixed = true,
    };

    public static Operation Rank(Random random, World world) => new(
        "Invoke-HfRerank",
        $"Invoke-HfRerank {World.Ranker} '{Prompt(random)}' -Text 'snow and ice', 'the blue sea', 'I am here' | "
            + "ForEach-Object { \"$($_.Index) $($_.Score)\" }")
    {
        IsFixed = true,
    };

    public static Operation Classify(Random random, World world) => new(
        "Invoke-HfInference",
        $"'a good day', 'a bad day', '{Prompt(random)}' | Invoke-HfInference {World.Mood} -Task text-classification -TopK 1 | "
            + "ForEach-Object { \"$($_.Index) $($_.Label)\" }")
    {
        Items = 3,
        IsFixed = true,
    };

    private static string Prompt(Random random) => s_prompts[random.Next(s_prompts.Length)];
}
