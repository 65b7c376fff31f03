namespace HfEndpoints.Emulator;

/// <summary>The bodies that the server takes.</summary>
internal static class TeiBodies
{
    private static readonly Shape s_direction = Shape.Choice("Left", "Right", "left", "right");
    public static Shape Embed { get; } = Inputs().Optional("normalize", Shape.Flag).Maybe("dimensions", Shape.Count);
    public static Shape EmbedTokens { get; } = Inputs();

    public static Shape Predict { get; } = new ObjectShape()
        .Required("inputs", Shape.Any)
        .Maybe("truncate", Shape.Flag)
        .Optional("truncation_direction", s_direction)
        .Optional("raw_scores", Shape.Flag);

    public static Shape Rerank { get; } = new ObjectShape()
        .Required("query", Shape.Text)
        .Required("texts", Shape.List(Shape.Text))
        .Maybe("truncate", Shape.Flag)
        .Optional("truncation_direction", s_direction)
        .Optional("raw_scores", Shape.Flag)
        .Optional("return_text", Shape.Flag);

    public static Shape Similarity { get; } = new ObjectShape()
        .Required("inputs", new ObjectShape().Required("source_sentence", Shape.Text).Required("sentences", Shape.List(Shape.Text)))
        .Maybe("parameters", new ObjectShape()
            .Maybe("truncate", Shape.Flag).Optional("truncation_direction", s_direction).Maybe("prompt_name", Shape.Text));

    public static Shape Tokenize { get; } = new ObjectShape()
        .Required("inputs", Shape.Any)
        .Optional("add_special_tokens", Shape.Flag)
        .Maybe("prompt_name", Shape.Text);

    public static Shape Decode { get; } = new ObjectShape().Required("ids", Shape.Any).Optional("skip_special_tokens", Shape.Flag);

    public static Shape OpenAi { get; } = new ObjectShape()
        .Required("input", Shape.Any)
        .Maybe("model", Shape.Text)
        .Maybe("user", Shape.Text)
        .Optional("encoding_format", Shape.Choice("float", "base64"))
        .Maybe("dimensions", Shape.Count);

    private static ObjectShape Inputs() => new ObjectShape()
        .Required("inputs", Shape.Any)
        .Maybe("truncate", Shape.Flag)
        .Optional("truncation_direction", s_direction)
        .Maybe("prompt_name", Shape.Text);
}
