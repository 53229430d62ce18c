namespace Helios.Hocon;

/// <summary>Defines schemas of objects.</summary>
public static class HoconSchema
{
    /// <summary>
    /// Defines what an object may contain. The function runs once: it names the keys and returns how a record is made of their values.
    /// </summary>
    /// <example><code>
    /// public static HoconSchema&lt;Restart&gt; Schema { get; } = HoconSchema.Define&lt;Restart&gt;("restart", "How a container is started again.", fields =>
    /// {
    ///     var first = fields.Optional("first-delay", HoconTypes.Duration, TimeSpan.FromMilliseconds(250), "Wait before the first retry.");
    ///     var max = fields.Optional("max-delay", HoconTypes.Duration, TimeSpan.FromSeconds(30), "The wait doubles up to this ceiling.");
    ///     return record => new Restart(record.Get(first), record.Get(max));
    /// });
    /// </code></example>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="name">The name of the block in a JSON Schema, in kebab-case.</param>
    /// <param name="description">What the block is for.</param>
    /// <param name="define">Names the keys and returns the maker.</param>
    public static HoconSchema<T> Define<T>(string name, string description, Func<HoconFields, Func<HoconRecord, T>> define)
    {
        ArgumentNullException.ThrowIfNull(define);
        HoconFields fields = new();
        Func<HoconRecord, T> make = define(fields);
        return new HoconSchema<T>(name, description, fields.Keys, make, []);
    }
}
