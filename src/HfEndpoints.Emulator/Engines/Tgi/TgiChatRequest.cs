namespace HfEndpoints.Emulator;

/// <summary>The bodies of the server's OpenAI-compatible routes, which it reads as strictly as its own.</summary>
internal static class TgiChatRequest
{
    private static readonly Shape s_options = new ObjectShape().Optional("include_usage", Shape.Flag);

    public static Shape Chat { get; } = new ObjectShape()
        .Required("messages", Shape.List(new ObjectShape()
            .Required("role", Shape.Text)
                .Maybe("content", Shape.Any)
                .Maybe("tool_calls", Shape.Any)
                .Maybe("tool_call_id", Shape.Text)
                .Maybe("name", Shape.Text)))
        .Maybe("model", Shape.Text)
        .Maybe("frequency_penalty", Shape.Number)
        .Maybe("logit_bias", Shape.List(Shape.Number))
        .Maybe("logprobs", Shape.Flag)
        .Maybe("max_tokens", Shape.Count)
        .Maybe("max_completion_tokens", Shape.Count)
        .Maybe("n", Shape.Count)
        .Maybe("presence_penalty", Shape.Number)
        .Maybe("response_format", new ObjectShape().Required("type", Shape.Text).Maybe("value", Shape.Any).Maybe("json_schema", Shape.Any))
        .Maybe("seed", Shape.Long)
        .Maybe("stop", Shape.List(Shape.Text))
        .Optional("stream", Shape.Flag)
        .Maybe("stream_options", s_options)
        .Maybe("temperature", Shape.Number)
        .Maybe("tool_choice", Shape.Any)
        .Maybe("tool_prompt", Shape.Text)
        .Maybe("tools", Shape.List(new ObjectShape()
            .Required("type", Shape.Text)
            .Required("function", new ObjectShape()
                .Required("name", Shape.Text)
                    .Maybe("description", Shape.Text)
                    .Maybe("parameters", Shape.Any)
                    .Maybe("arguments", Shape.Any))))
        .Maybe("top_logprobs", Shape.Count)
        .Maybe("top_p", Shape.Number);

    public static Shape Completion { get; } = new ObjectShape()
        .Required("prompt", Shape.Any)
        .Maybe("model", Shape.Text)
        .Maybe("frequency_penalty", Shape.Number)
        .Maybe("max_tokens", Shape.Count)
        .Maybe("repetition_penalty", Shape.Number)
        .Maybe("seed", Shape.Long)
        .Maybe("stop", Shape.List(Shape.Text))
        .Optional("stream", Shape.Flag)
        .Maybe("suffix", Shape.Text)
        .Maybe("temperature", Shape.Number)
        .Maybe("top_p", Shape.Number);
}
