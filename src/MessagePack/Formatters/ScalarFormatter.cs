namespace Helios.MessagePack.Formatters;

/// <summary>Writes a value that is one call on the writer.</summary>
internal delegate void WriteScalar<in T>(ref MessagePackWriter writer, T value);

/// <summary>Reads a value that is one call on the reader.</summary>
internal delegate T ReadScalar<out T>(ref MessagePackReader reader);

/// <summary>Makes a formatter of two calls; the built-in table is made of these.</summary>
internal sealed class ScalarFormatter<T>(WriteScalar<T> write, ReadScalar<T> read) : IMessagePackFormatter<T>
{
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) => write(ref writer, value);

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => read(ref reader);
}
