using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Helios.MessagePack.Benchmarks;

/// <summary>The question: is a control message three times faster than the same record as source-generated JSON, and is writing free of allocation?</summary>
internal sealed class ControlMessages : IDisposable
{
    private static readonly MessagePackSerializerOptions s_options = MessagePackSerializerOptions.Standard
        .WithSecurity(MessagePackSecurity.UntrustedData)
        .WithResolver(CompositeResolver.Create(
            [StartContainer.Formatter, ContainerExited.Formatter], new IFormatterResolver[] { BuiltinResolver.Instance }));

    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly Utf8JsonWriter _json;

    internal ControlMessages()
    {
        _json = new Utf8JsonWriter(_output);
    }

    public void Dispose() => _json.Dispose();

    /// <summary>Four duels and the sizes, as a table.</summary>
    internal IEnumerable<string> Run(int turns)
    {
        yield return "| | JSON | MessagePack | times faster | JSON allocates | MessagePack allocates |";
        yield return "| --- | ---: | ---: | ---: | ---: | ---: |";
        foreach (string line in Run("StartContainer", StartContainer.Typical, Json.Default.StartContainer, turns))
        {
            yield return line;
        }

        foreach (string line in Run("ContainerExited", ContainerExited.Typical, Json.Default.ContainerExited, turns))
        {
            yield return line;
        }
    }

    private IEnumerable<string> Run<T>(string name, T message, JsonTypeInfo<T> type, int turns)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        byte[] packed = MessagePackSerializer.Serialize(message, s_options);
        yield return $"{Duel.Fight($"write {name}", () => ToJson(message, type), () => ToMessagePack(message), turns)}";
        yield return $"{Duel.Fight(
            $"read {name}",
            () => JsonSerializer.Deserialize(json, type),
            () => MessagePackSerializer.Deserialize<T>(packed, s_options),
            turns)}";
        yield return $"| size of {name} | {json.Length} B | {packed.Length} B | | | |";
    }

    private void ToJson<T>(T message, JsonTypeInfo<T> type)
    {
        _output.ResetWrittenCount();
        _json.Reset();
        JsonSerializer.Serialize(_json, message, type);
    }

    private void ToMessagePack<T>(T message)
    {
        _output.ResetWrittenCount();
        MessagePackSerializer.Serialize(_output, message, s_options);
    }
}
