#nullable disable annotations
namespace Helios.Actors;

/// <summary>A reply that says how it went; an Ask that receives <see cref="Failure"/> throws its cause.</summary>
public abstract class Status
{
    /// <summary>It went well.</summary>
    public sealed class Success : Status
    {
        /// <summary>Success without more to say.</summary>
        public static readonly Success Instance = new(null);

        /// <summary>What there is to say.</summary>
        public readonly object Status;

        /// <summary>Makes the reply.</summary>
        public Success(object status) => Status = status;

        /// <inheritdoc/>
        public override string ToString() => $"Success: {Status ?? "null"}";
    }

    /// <summary>It failed.</summary>
    public sealed class Failure : Status
    {
        /// <summary>Why.</summary>
        public readonly Exception Cause;

        /// <summary>Something about the failed attempt, null for nothing.</summary>
        public readonly object State;

        /// <summary>Makes the reply.</summary>
        public Failure(Exception cause)
            : this(cause, null)
        {
        }

        /// <summary>Makes the reply.</summary>
        public Failure(Exception cause, object state)
        {
            Cause = cause;
            State = state;
        }

        /// <inheritdoc/>
        public override string ToString() => $"Failure: {Cause}";
    }
}
