using System.Diagnostics.CodeAnalysis;

namespace Helios.Hocon;

/// <summary>
/// How a setting is read, checked, described and written back. Types are made by <see cref="HoconTypes"/> and refined by the methods
/// here; they are immutable and safe to share.
/// </summary>
/// <typeparam name="T">What the setting becomes.</typeparam>
public abstract class HoconType<T> : HoconType
{
    private protected HoconType()
    {
    }

    /// <summary>This type with one more rule.</summary>
    /// <param name="isValid">False refuses the value.</param>
    /// <param name="rule">The rule as a phrase that fits after the path: <c>must be absolute</c>.</param>
    public HoconType<T> Where(Func<T, bool> isValid, string rule) => new CheckedType<T>(this, isValid, rule, []);

    /// <summary>This type converted further.</summary>
    /// <param name="convert">May throw <see cref="FormatException"/>, <see cref="ArgumentException"/> or <see cref="OverflowException"/>; its message becomes the fault.</param>
    /// <param name="back">The way back, for defaults that a reference document shows; null shows them by <c>ToString</c>.</param>
    /// <param name="name">What a reference document calls the type; null keeps the name.</param>
    public HoconType<TResult> As<TResult>(Func<T, TResult> convert, Func<TResult, T>? back = null, string? name = null) =>
        new ConvertedType<T, TResult>(this, convert, back, name);

    /// <summary>The value as it would be written in a file.</summary>
    internal abstract HoconValue Write(T value);

    /// <summary>Reads a value; on false the context has the faults.</summary>
    internal abstract bool TryBind(HoconValue value, BindingContext context, [MaybeNullWhen(false)] out T result);

    internal sealed override bool TryBindBoxed(HoconValue value, BindingContext context, out object? result)
    {
        bool bound = TryBind(value, context, out T? typed);
        result = typed;
        return bound;
    }
}
